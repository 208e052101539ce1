import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { OutcomeError, type ServerRequest, type ServerResponse } from '../http/server.ts';
import type { JobStore } from './jobs/job-store.ts';
import { fileNamed, type LinkTable, type Place, pathOf, sealOf } from './links.ts';
import type { FileOptions } from './options.ts';

type FileDeps = FileOptions & { jobs: JobStore; links: LinkTable };

/** A file of a job, or the way to where it is stored. Throws Refused: 404, or as expired links are answered. */
export function serveFile(request: ServerRequest, place: Place, deps: FileDeps): ServerResponse {
  const { jobs, links, redirectFilesTo, expiredLink = 403, gzip = false } = deps;
  const file = fileNamed(jobs.find(place.job), place.name);
  if (!file) throw new OutcomeError(404, 'not-found', 'no such file');
  if (!links.isGood(place)) throw new OutcomeError(expiredLink, 'expired', 'the link is over');
  if (!redirectFilesTo || request.url.pathname.startsWith('/stored/'))
    return encoded(file.content(), request, gzip);
  const location = redirectFilesTo() + pathOf('/stored', place) + sealOf(place, links);
  return { status: 302, headers: { location }, body: '' };
}

/**
 * The same by a capability URL: the signature is all it takes, and a token beside it is refused with
 * 400 as S3 does, so that a token that leaks shows (rule 3). Throws Refused.
 */
export function serveSealed(request: ServerRequest, place: Place, deps: FileDeps): ServerResponse {
  checkSeal(request, deps.links.signature(place.job, place.generation, place.name));
  return serveFile(request, place, deps);
}

/** Checks that a request has that signature, and no token. Throws Refused: 400, 403. */
export function checkSeal({ headers, url }: ServerRequest, signature: string): void {
  if (headers.authorization !== undefined)
    throw new OutcomeError(400, 'security', 'only one way to authorize is allowed');
  if (url.searchParams.get('signature') !== signature)
    throw new OutcomeError(403, 'forbidden', 'the signature does not match');
}

/** NDJSON, compressed where the server does so and the client accepts it (rule 43). */
function encoded(
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
