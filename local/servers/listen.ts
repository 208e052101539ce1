import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse as NodeResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { ConnectionLost } from './faults/connection-lost.ts';
import { framed } from './framed.ts';
import type { BulkServer, ServerRequest } from './server.ts';

/** A server on a socket of loopback. */
export type Listening = { url: string; close(): Promise<void> };

/**
 * Puts a server on 127.0.0.1, on a free port where none is given. Bodies are streamed as fast as
 * the client reads; connections are kept. Rejects where the port is taken.
 */
export async function listen(server: BulkServer, port = 0): Promise<Listening> {
  const sockets = createServer((incoming, outgoing) => void answer(server, incoming, outgoing));
  sockets.listen(port, '127.0.0.1');
  await once(sockets, 'listening');
  const url = `http://127.0.0.1:${portOf(sockets.address())}`;
  return {
    url,
    async close() {
      sockets.closeAllConnections();
      sockets.close();
      await once(sockets, 'close');
    },
  };
}

/** Whatever goes wrong after the head is sent can only be told by breaking the connection off. */
async function answer(server: BulkServer, incoming: IncomingMessage, outgoing: NodeResponse) {
  try {
    const { status, headers, body } = framed(await server.handle(await read(incoming)));
    outgoing.useChunkedEncodingByDefault = headers.connection !== 'close';
    outgoing.writeHead(status, headers);
    await pipeline(body, outgoing);
  } catch (error) {
    if (error instanceof ConnectionLost || outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(500).end(`the server failed: ${error}`);
  }
}

async function read(incoming: IncomingMessage): Promise<ServerRequest> {
  const { method = 'GET', url = '/', headers } = incoming;
  const flat = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return {
    method,
    url: new URL(url, `http://${headers.host}`),
    headers: Object.fromEntries(flat),
    body: await text(incoming),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address.port;
}
