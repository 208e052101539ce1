import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse as NodeResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { ConnectionFailed, type Http } from '../../../lambdas/http/http.ts';
import {
  type BulkServer,
  ConnectionLost,
  type ServerRequest,
  type ServerResponse,
} from './server.ts';

/** A server on a socket of loopback. */
export type LoopbackServer = { url: string; close(): Promise<void> };

/**
 * Puts a server on 127.0.0.1, on a free port where none is given. Bodies are streamed as fast as
 * the client reads; connections are kept. Rejects where the port is taken.
 */
export async function listen(server: BulkServer, port = 0): Promise<LoopbackServer> {
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
    const { status, headers, body } = frameResponse(await server.handle(await read(incoming)));
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

/** Servers by the origin they are reached at, such as `https://files.example`. */
type ServersByOrigin = Readonly<Record<string, BulkServer>>;

/**
 * HTTP to servers in the same process, for runs under a virtual clock: what no server answers for is
 * a refused connection, and plain http is for private requests only. Answers come at once, so that
 * `timeoutSeconds` never passes.
 */
export function inProcessHttp(servers: ServersByOrigin): Http {
  return async ({ method, url: address, headers, body = '', private: isPrivate }) => {
    const url = new URL(address);
    const server = Object.hasOwn(servers, url.origin) ? servers[url.origin] : undefined;
    if (url.protocol !== 'https:' && !isPrivate)
      throw new ConnectionFailed('only https is allowed, unless the source is private', false);
    if (!server) throw new ConnectionFailed(`nothing listens at ${url.origin}`, false);
    return frameResponse(await server.handle({ method, url, headers, body }).catch(lost));
  };
}

function lost(cause: unknown): never {
  if (cause instanceof ConnectionLost) throw new ConnectionFailed(cause.message, true, { cause });
  throw cause;
}

/** An answer as it goes over the wire: how its end will be known is in the headers. */
type FramedResponse = Omit<ServerResponse, 'body'> & { body: Readable };

/**
 * Frames an answer: a text or buffer by its length, a stream in chunks, and with `connection: close`
 * neither. A body shorter than its `content-length` errors while it is read.
 */
function frameResponse({ status, headers, body }: ServerResponse): FramedResponse {
  const announced = headers['content-length'];
  const closing = headers.connection === 'close';
  if (announced !== undefined) {
    const whole = body instanceof Readable ? body : [Buffer.from(body)];
    return { status, headers, body: Readable.from(lengthChecked(whole, Number(announced)), BYTES) };
  }
  if (body instanceof Readable)
    return { status, headers: closing ? headers : { ...headers, ...CHUNKED }, body };
  const bytes = Buffer.from(body);
  const length = { 'content-length': `${bytes.length}` };
  return { status, headers: closing ? headers : { ...headers, ...length }, body: ofBytes(bytes) };
}

const BYTES = { objectMode: false };
const CHUNKED = { 'transfer-encoding': 'chunked' };

const ofBytes = (bytes: Buffer) => Readable.from(bytes.length > 0 ? [bytes] : [], BYTES);

async function* lengthChecked(chunks: AsyncIterable<Buffer> | Iterable<Buffer>, length: number) {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    yield chunk;
  }
  if (bytes < length) throw new Error(`the body ends after ${bytes} of ${length} bytes`);
}
