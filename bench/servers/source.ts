import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import { type Content, contentMaker } from './content.ts';
import { serve } from './serve.ts';

/**
 * A server of files: `/<type>/<bytes>/<any name>` is NDJSON of that size from memory, the same below
 * `/closing` over a connection that is closed after it, `/stats` what was counted so far.
 */
const WRITE_BYTES = 1024 ** 2;
const PATH = /^(?<closing>\/closing)?\/(?<type>[A-Za-z]+)\/(?<bytes>\d+)\//;

const contentOf = contentMaker();
const stats = { handshakes: 0, resumed: 0, files: 0 };

const server = await serve((request, response) => {
  const { closing, type, bytes } = PATH.exec(request.url ?? '')?.groups ?? {};
  if (!type || !bytes) return void response.end(JSON.stringify(stats));
  const content = contentOf(type, Number(bytes));
  const length = content.block.length * content.times;
  response.writeHead(200, {
    ...{ 'content-type': 'application/fhir+ndjson', 'content-length': length },
    ...(closing && { connection: 'close' }),
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

async function write({ block, times }: Content, response: ServerResponse) {
  for (let time = 0; time < times; time += 1)
    for (let at = 0; at < block.length; at += WRITE_BYTES)
      if (!response.write(block.subarray(at, at + WRITE_BYTES))) await once(response, 'drain');
  response.end();
}
