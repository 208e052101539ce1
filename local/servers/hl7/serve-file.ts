import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { OutcomeError, type ServerRequest, type ServerResponse } from '../http/server.ts';
import type { JobStore } from './jobs.ts';
import { type FileLocation, filePath, findFile, type LinkStore, signatureQuery } from './links.ts';
import type { FileOptions } from './options.ts';

type FileDeps = FileOptions & { jobs: JobStore; links: LinkStore };

/** A file of a job, or a redirect to where it is stored. Throws OutcomeError: 404, or the code for expired links. */
export function serveFile(
  request: ServerRequest,
  location: FileLocation,
  deps: FileDeps,
): ServerResponse {
  const { jobs, links, redirectFilesTo, expiredLink = 403, gzip = false } = deps;
  const file = findFile(jobs.find(location.job), location.name);
  if (!file) throw new OutcomeError(404, 'not-found', 'no such file');
  if (!links.isValid(location))
    throw new OutcomeError(expiredLink, 'expired', 'the link has expired');
  if (!redirectFilesTo || request.url.pathname.startsWith('/stored/'))
    return ndjson(file.content(), request, gzip);
  const url = redirectFilesTo() + filePath('/stored', location) + signatureQuery(location, links);
  return { status: 302, headers: { location: url }, body: '' };
}

/**
 * The same by a capability URL, which needs no token. A request that also has a token is 400, as in S3, so
 * that a leaked token is noticed (rule 3). Throws OutcomeError.
 */
export function serveSignedFile(
  request: ServerRequest,
  location: FileLocation,
  deps: FileDeps,
): ServerResponse {
  const { job, generation, name } = location;
  checkSignature(request, deps.links.signature(job, generation, name));
  return serveFile(request, location, deps);
}

/** Checks that a request has that signature and no token. Throws OutcomeError: 400, 403. */
export function checkSignature({ headers, url }: ServerRequest, signature: string): void {
  if (headers.authorization !== undefined)
    throw new OutcomeError(400, 'security', 'only one way to authorize is allowed');
  if (url.searchParams.get('signature') !== signature)
    throw new OutcomeError(403, 'forbidden', 'the signature does not match');
}

/** NDJSON, compressed with gzip where server and client support it (rule 43). */
function ndjson(
  content: Iterable<Buffer>,
  { headers }: ServerRequest,
  gzip: boolean,
): ServerResponse {
  const plain = Readable.from(content, { objectMode: false });
  const type = { 'content-type': 'application/fhir+ndjson' };
  if (!gzip || !/\bgzip\b/.test(headers['accept-encoding'] ?? ''))
    return { status: 200, headers: type, body: plain };
  // `pipeline` destroys the compressed stream with the plain stream's error, and its reader sees it.
  const body = pipeline(plain, createGzip(), () => {});
  return { status: 200, headers: { ...type, 'content-encoding': 'gzip' }, body };
}
