import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { type Content, contentMaker, gzipped } from './content.ts';
import { serve } from './serve.ts';

/**
 * A server of files: `/<type>/<bytes>/<any name>` is NDJSON of that size from memory. Below `/closing` the
 * connection is closed after it, below `/chunked` its length is not told, below `/gzip` it comes as gzip to
 * whoever takes that, below `/sha256` comes only its hash. `/stats` is what was counted so far.
 */
const WRITE_BYTES = 1024 ** 2;
const PATH = /^(?:\/(?<manner>closing|chunked|gzip|sha256))?\/(?<type>[A-Za-z]+)\/(?<bytes>\d+)\//;

const contentOf = contentMaker();
const stats = { handshakes: 0, resumed: 0, files: 0 };

const server = await serve((request, response) => {
  const { manner, type, bytes } = PATH.exec(request.url ?? '')?.groups ?? {};
  if (!type || !bytes) return void response.end(JSON.stringify(stats));
  const plain = contentOf(type, Number(bytes));
  if (manner === 'sha256') return void response.end(hashOf(plain));
  const isGzip = manner === 'gzip' && takesGzip(request);
  const content = isGzip ? gzipped(plain) : plain;
  response.writeHead(200, {
    'content-type': 'application/fhir+ndjson',
    ...(manner !== 'chunked' && { 'content-length': content.block.length * content.times }),
    ...(manner === 'closing' && { connection: 'close' }),
    ...(isGzip && { 'content-encoding': 'gzip' }),
  });
  if (request.method === 'HEAD') return void response.end();
  stats.files += 1;
  // Whoever hangs up, such as a client that is stopped, gets no more.
  write(content, response).catch(() => response.destroy());
});
server.on('secureConnection', (socket) => {
  if (socket instanceof TLSSocket && socket.isSessionReused()) stats.resumed += 1;
  else stats.handshakes += 1;
});

const takesGzip = ({ headers }: IncomingMessage) =>
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
