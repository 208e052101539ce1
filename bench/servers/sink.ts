import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { provedFiles } from './proved-files.ts';
import { serve } from './serve.ts';

/**
 * As much of S3 as an upload needs. Data of the bucket `lake` is thrown away as it comes, unchecked; of
 * the bucket `proved` it is decoded and hashed, and `/files` tells of that. An export's papers, which are
 * read again, are kept. `/stats` tells how many bytes of data came.
 */
const ETAG = '"9b2cf535f27731c974343645a3985328"';
const papers = new Map<string, Buffer>();
const proved = provedFiles();
let bytes = 0;

await serve((request, response) => {
  answer(request, response).catch((error: unknown) => {
    process.stderr.write(`sink: ${error}\n`);
    response.destroy();
  });
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'https://sink');
  if (pathname === '/stats') return void response.end(JSON.stringify({ bytes }));
  if (pathname === '/files') return void response.end(JSON.stringify(proved.all()));
  if (request.method === 'GET') return read(papers.get(pathname), response);
  if (request.method === 'PUT' && pathname.includes('/exports/'))
    papers.set(pathname, await buffer(request));
  else if (pathname.startsWith('/proved/')) await prove(pathname, searchParams, request);
  else await throwAway(request);
  if (request.method === 'POST')
    return void response.end(searchParams.has('uploads') ? created : completed);
  response.writeHead(200, { etag: ETAG }).end();
}

function read(paper: Buffer | undefined, response: ServerResponse): void {
  if (paper) response.writeHead(200, { etag: ETAG }).end(paper);
  else response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
}

const created =
  '<InitiateMultipartUploadResult><Bucket>lake</Bucket><Key>key</Key><UploadId>upload</UploadId></InitiateMultipartUploadResult>';
const completed = `<CompleteMultipartUploadResult><Bucket>lake</Bucket><Key>key</Key><ETag>${ETAG}</ETag></CompleteMultipartUploadResult>`;

async function prove(path: string, query: URLSearchParams, request: IncomingMessage) {
  const part = query.get('partNumber');
  if (request.method === 'PUT' && part === null) await proved.begin(path);
  if (request.method === 'PUT')
    bytes += await proved.add(path, request, part === null ? undefined : Number(part));
  else request.resume();
  if (request.method === 'POST' && query.has('uploads')) await proved.begin(path);
  if (part === null && !query.has('uploads')) await proved.end(path);
}

async function throwAway(request: IncomingMessage): Promise<void> {
  // The XML that completes an upload is no data.
  request.on('data', (chunk: Buffer) => {
    if (request.method === 'PUT') bytes += chunk.length;
  });
  await once(request, 'end');
}
