import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { type Content, contentMaker, gzipped } from './content.ts';
import { serve } from './serve.ts';

/**
 * A file server: `/<type>/<bytes>/<any name>` is NDJSON of that size from memory. Below `/closing` the response
 * closes the connection, below `/chunked` it has no length, below `/gzip` it is compressed for clients that
 * accept it, below `/sha256` it is the hash only. `/stats` has the counters.
 */
const WRITE_BYTES = 1024 ** 2;
const PATH = /^(?:\/(?<variant>closing|chunked|gzip|sha256))?\/(?<type>[A-Za-z]+)\/(?<bytes>\d+)\//;

const contentOf = contentMaker();
const stats = { handshakes: 0, resumed: 0, files: 0 };

const server = await serve((request, response) => {
  const { variant, type, bytes } = PATH.exec(request.url ?? '')?.groups ?? {};
  if (!type || !bytes) return void response.end(JSON.stringify(stats));
  const plain = contentOf(type, Number(bytes));
  if (variant === 'sha256') return void response.end(hashOf(plain));
  const isGzip = variant === 'gzip' && acceptsGzip(request);
  const content = isGzip ? gzipped(plain) : plain;
  response.writeHead(200, {
    'content-type': 'application/fhir+ndjson',
    ...(variant !== 'chunked' && { 'content-length': content.block.length * content.times }),
    ...(variant === 'closing' && { connection: 'close' }),
    ...(isGzip && { 'content-encoding': 'gzip' }),
  });
  if (request.method === 'HEAD') return void response.end();
  stats.files += 1;
  // The client may close the connection, for example when it is killed.
  write(content, response).catch(() => response.destroy());
});
server.on('secureConnection', (socket) => {
  if (socket instanceof TLSSocket && socket.isSessionReused()) stats.resumed += 1;
  else stats.handshakes += 1;
});

const acceptsGzip = ({ headers }: IncomingMessage) =>
  String(headers['accept-encoding'] ?? '').includes('gzip');

async function write({ block, times }: Content, response: ServerResponse) {
  for (let time = 0; time < times; time += 1)
    for (let at = 0; at < block.length; at += WRITE_BYTES)
      if (!response.write(block.subarray(at, at + WRITE_BYTES))) await once(response, 'drain');
  response.end();
}

function hashOf({ block, times }: Content): string {
  const hash = createHash('sha256');
  for (let time = 0; time < times; time += 1) hash.update(block);
  return hash.digest('hex');
}
