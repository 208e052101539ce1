import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { ServerRequest, ServerResponse } from '../../server.ts';

/** NDJSON, compressed where the server does so and the client accepts it (rule 43). */
export function encoded(
  content: Iterable<Buffer>,
  { headers }: ServerRequest,
  gzip: boolean,
): ServerResponse {
  const plain = Readable.from(content, { objectMode: false });
  const type = { 'content-type': 'application/fhir+ndjson' };
  if (!gzip || !/\bgzip\b/.test(headers['accept-encoding'] ?? ''))
    return { status: 200, headers: type, body: plain };
  // What breaks the plain stream breaks the compressed one, and its reader is told.
  const body = pipeline(plain, createGzip(), () => {});
  return { status: 200, headers: { ...type, 'content-encoding': 'gzip' }, body };
}
