import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { hashedFiles } from './hashed-files.ts';
import { serve } from './serve.ts';

/**
 * S3 as far as uploads need it. Data of the bucket `lake` is discarded unchecked; data of the bucket `hashed`
 * is decoded and hashed, for `/files`. Export records, which are read again, are kept. `/stats` has the
 * number of bytes of data.
 */
const ETAG = '"9b2cf535f27731c974343645a3985328"';
const records = new Map<string, Buffer>();
const hashed = hashedFiles();
let bytes = 0;

await serve((request, response) => {
  respond(request, response).catch((error: unknown) => {
    process.stderr.write(`sink: ${error}\n`);
    response.destroy();
  });
});

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'https://sink');
  if (pathname === '/stats') return void response.end(JSON.stringify({ bytes }));
  if (pathname === '/files') return void response.end(JSON.stringify(hashed.all()));
  if (request.method === 'GET') return sendRecord(records.get(pathname), response);
  if (request.method === 'PUT' && pathname.includes('/exports/'))
    records.set(pathname, await buffer(request));
  else if (pathname.startsWith('/hashed/')) await hash(pathname, searchParams, request);
  else await discard(request);
  if (request.method === 'POST')
    return void response.end(searchParams.has('uploads') ? created : completed);
  response.writeHead(200, { etag: ETAG }).end();
}

function sendRecord(record: Buffer | undefined, response: ServerResponse): void {
  if (record) response.writeHead(200, { etag: ETAG }).end(record);
  else response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
}

const created =
  '<InitiateMultipartUploadResult><Bucket>lake</Bucket><Key>key</Key><UploadId>upload</UploadId></InitiateMultipartUploadResult>';
const completed = `<CompleteMultipartUploadResult><Bucket>lake</Bucket><Key>key</Key><ETag>${ETAG}</ETag></CompleteMultipartUploadResult>`;

async function hash(path: string, query: URLSearchParams, request: IncomingMessage) {
  const part = query.get('partNumber');
  if (request.method === 'PUT' && part === null) await hashed.begin(path);
  if (request.method === 'PUT')
    bytes += await hashed.add(path, request, part === null ? undefined : Number(part));
  else request.resume();
  if (request.method === 'POST' && query.has('uploads')) await hashed.begin(path);
  if (part === null && !query.has('uploads')) await hashed.end(path);
}

async function discard(request: IncomingMessage): Promise<void> {
  // The XML that completes an upload is not data.
  request.on('data', (chunk: Buffer) => {
    if (request.method === 'PUT') bytes += chunk.length;
  });
  await once(request, 'end');
}
