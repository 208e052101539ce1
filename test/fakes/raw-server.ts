import { createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

/** A server on loopback that answers each request with bytes as they are, right or wrong. */
export type RawServer = {
  port: number;
  /** Connections so far, also those that sent nothing. */
  connections(): number;
  /** Everything that arrived, over all connections. */
  received(): string;
};

/** Bytes to answer with, and how the connection ends behind them, if it does. */
export type RawAnswer = { bytes: string | Buffer; ends?: 'closed' | 'reset' };

/** Answers the n-th request with the n-th answer and the last one for good; closed with the test. */
export async function rawServer(test: TestContext, answers: RawAnswer[]): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const received: Buffer[] = [];
  let connections = 0;
  let requests = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      received.push(bytes);
      const next = answers[Math.min(requests, answers.length - 1)];
      requests += 1;
      if (next) answer(socket, next);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  test.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    connections: () => connections,
    received: () => Buffer.concat(received).toString('latin1'),
  };
}

function answer(socket: Socket, { bytes, ends }: RawAnswer) {
  socket.write(bytes, () => {
    if (ends === 'closed') socket.end();
    if (ends === 'reset') socket.resetAndDestroy();
  });
}
