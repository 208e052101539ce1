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

/** A server that listens on loopback. */
export type LoopbackServer = { url: string; close(): Promise<void> };

/**
 * Makes a server reachable at 127.0.0.1, by default on a free port. Bodies are streamed at the speed
 * of the client; connections are kept alive. Rejects where the port is in use.
 */
export async function listen(server: BulkServer, port = 0): Promise<LoopbackServer> {
  const http = createServer((incoming, outgoing) => void respond(server, incoming, outgoing));
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
  const url = `http://127.0.0.1:${portOf(http.address())}`;
  return {
    url,
    async close() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}

/** After the headers are sent, an error can only break the connection off. */
async function respond(server: BulkServer, incoming: IncomingMessage, outgoing: NodeResponse) {
  try {
    const request = await readRequest(incoming);
    const { status, headers, body } = frameResponse(await server.handle(request));
    outgoing.useChunkedEncodingByDefault = headers.connection !== 'close';
    outgoing.writeHead(status, headers);
    await pipeline(body, outgoing);
  } catch (error) {
    if (error instanceof ConnectionLost || outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(500).end(`the server failed: ${error}`);
  }
}

async function readRequest(incoming: IncomingMessage): Promise<ServerRequest> {
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

/** Servers by their origin, such as `https://files.example`. */
type ServersByOrigin = Readonly<Record<string, BulkServer>>;

/**
 * HTTP to servers in the same process, for runs under a virtual clock. An unknown origin is a refused
 * connection, and plain http is for private requests only. Responses take no time, so `timeoutSeconds`
 * never passes.
 */
export function inProcessHttp(servers: ServersByOrigin): Http {
  return async ({ method, url: address, headers, body = '', private: isPrivate }) => {
    const url = new URL(address);
    const server = Object.hasOwn(servers, url.origin) ? servers[url.origin] : undefined;
    if (url.protocol !== 'https:' && !isPrivate)
      throw new ConnectionFailed('only https is allowed, unless the source is private', false);
    if (!server) throw new ConnectionFailed(`nothing listens at ${url.origin}`, false);
    return frameResponse(await server.handle({ method, url, headers, body }).catch(asHttpError));
  };
}

function asHttpError(cause: unknown): never {
  if (cause instanceof ConnectionLost) throw new ConnectionFailed(cause.message, true, { cause });
  throw cause;
}

/** A response whose headers say how its body ends. */
type FramedResponse = Omit<ServerResponse, 'body'> & { body: Readable };

/**
 * Frames a response: a text or buffer by its length, a stream in chunks, and with `connection: close`
 * neither. A body shorter than its `content-length` errors while it is read.
 */
function frameResponse({ status, headers, body }: ServerResponse): FramedResponse {
  const contentLength = headers['content-length'];
  const closes = headers.connection === 'close';
  if (contentLength !== undefined) {
    const chunks = body instanceof Readable ? body : [Buffer.from(body)];
    return { status, headers, body: byteStream(lengthChecked(chunks, Number(contentLength))) };
  }
  if (body instanceof Readable)
    return { status, headers: closes ? headers : { ...headers, ...CHUNKED }, body };
  const bytes = Buffer.from(body);
  const length = { 'content-length': `${bytes.length}` };
  const stream = byteStream(bytes.length > 0 ? [bytes] : []);
  return { status, headers: closes ? headers : { ...headers, ...length }, body: stream };
}

const CHUNKED = { 'transfer-encoding': 'chunked' };

const byteStream = (chunks: AsyncIterable<Buffer> | Iterable<Buffer>) =>
  Readable.from(chunks, { objectMode: false });

async function* lengthChecked(chunks: AsyncIterable<Buffer> | Iterable<Buffer>, length: number) {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    yield chunk;
  }
  if (bytes < length) throw new Error(`the body ends after ${bytes} of ${length} bytes`);
}
