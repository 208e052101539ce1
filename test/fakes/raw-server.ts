import { createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import type { Identity } from './self-signed.ts';

/** A server on loopback that answers each request with given bytes, valid or not. */
type RawServer = {
  port: number;
  origin: string;
  /** Connections so far, also those that sent nothing. */
  connections(): number;
  /** Full TLS handshakes, without resumed ones. */
  fullHandshakes(): number;
  /** Written bytes that the client has not read yet. */
  waitingBytes(): number;
  /** Everything that was received on all connections. */
  received(): string;
};

/**
 * The bytes to answer with, in pieces, and how the connection ends after them, if it does. `drips` sends one
 * more byte every few milliseconds until the client closes it.
 */
export type RawAnswer = {
  bytes: string | Buffer | Buffer[];
  ends?: 'closed' | 'reset' | 'drips';
};

/**
 * Answers the n-th request with the n-th answer and repeats the last one, over TLS with an identity. It
 * closes after the test.
 */
export async function rawServer(
  test: TestContext,
  answers: RawAnswer[],
  identity?: Identity,
): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const beneath = new Map<number | undefined, Socket>();
  const received: Buffer[] = [];
  let connections = 0;
  let fullHandshakes = 0;
  let requests = 0;
  const serve = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      received.push(bytes);
      const next = answers[Math.min(requests, answers.length - 1)];
      requests += 1;
      if (next) answer(socket, next, beneath.get(socket.remotePort));
    });
  };
  const noDelay = { noDelay: true };
  const server = identity
    ? createTlsServer({ ...identity, ...noDelay }, serve)
    : createServer(noDelay, serve);
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    beneath.set(socket.remotePort, socket);
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    if (!socket.isSessionReused()) fullHandshakes += 1;
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  test.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    port,
    origin: `${identity ? 'https' : 'http'}://127.0.0.1:${port}`,
    connections: () => connections,
    fullHandshakes: () => fullHandshakes,
    waitingBytes: () => [...sockets].reduce((sum, socket) => sum + socket.writableLength, 0),
    received: () => Buffer.concat(received).toString('latin1'),
  };
}

function answer(socket: Socket, { bytes, ends }: RawAnswer, tcp = socket) {
  const [last = '', ...before] = [bytes].flat().reverse();
  const writeLast = () =>
    socket.write(last, () => {
      if (ends === 'closed') socket.end();
      if (ends === 'reset') tcp.resetAndDestroy();
      if (ends === 'drips') drip(socket);
    });
  writePieces(socket, before.reverse(), writeLast);
}

/** A turn of the event loop between two pieces lets the client read each separately. */
function writePieces(socket: Socket, [first, ...rest]: (string | Buffer)[], done: () => void) {
  if (first === undefined) return void done();
  socket.write(first);
  setImmediate(() => setImmediate(() => writePieces(socket, rest, done)));
}

function drip(socket: Socket) {
  const timer = setInterval(() => void socket.write('a'), 5);
  socket.on('close', () => clearInterval(timer));
}
