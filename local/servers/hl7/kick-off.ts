import { LINES_PER_FILE } from '../export/options.ts';
import { OutcomeError, outcome, type ServerRequest, type ServerResponse } from '../http/server.ts';
import { withDocuments } from './documents.ts';
import { deletedFiles, outcomeFiles, typedFiles } from './job-files.ts';
import type { JobStore } from './jobs/job-store.ts';
import { type Asked, fromParameters, fromQuery } from './kick-off-parameters.ts';
import type { Hl7KickOffRequest, Level } from './kick-off-request.ts';
import type { Hl7Options } from './options.ts';
import { organizedFiles } from './organized-files.ts';
import { readHl7KickOff } from './read-kick-off.ts';
import { filteredPopulation } from './resource-filter.ts';
import { retryAfter } from './status.ts';

export type KickOffDeps = Hl7Options & {
  jobs: JobStore;
  base: string;
  /** The link to a Binary, as attachments have it. */
  binaryLink(request: ServerRequest): (id: string) => string;
};

/** Starts a job: 202 and `Content-Location` (rule 21), or 429 while another one runs. Throws Refused. */
export function kickOff(request: ServerRequest, level: Level, deps: KickOffDeps): ServerResponse {
  const prefer = preferences(request);
  if (deps.oneJobAtATime && deps.jobs.isRunning()) return busy(deps);
  const population = withDocuments(deps.population, deps.documents, deps.binaryLink(request));
  const call = { method: request.method, level, lenient: prefer.lenient, request: echo(request) };
  const order = readHl7KickOff(askedOf(request, deps), call, { ...deps, population });
  const separateStatus = separates(prefer, deps);
  const { id } = deps.jobs.start({
    order,
    separateStatus,
    files: filesOf(order, population, deps),
  });
  const statusUrl = `${deps.relativeStatusUrl ? '' : request.url.origin}${deps.base}/jobs/${id}`;
  const applied = { 'preference-applied': 'respond-async, separate-export-status' };
  const headers = { 'content-location': statusUrl, ...(separateStatus && applied) };
  return { status: 202, headers, body: '' };
}

function busy(deps: KickOffDeps): ServerResponse {
  const refusal = outcome(429, 'throttled', 'one export at a time');
  return { ...refusal, headers: { ...refusal.headers, ...retryAfter(deps) } };
}

/** The URL of the kick-off; of a POST without the parameters, which are in its body. */
const echo = ({ method, url }: ServerRequest): string =>
  method === 'POST' ? url.origin + url.pathname : url.href;

const askedOf = (
  { method, url, headers, body }: ServerRequest,
  { version }: KickOffDeps,
): Asked[] =>
  method === 'POST'
    ? fromParameters({ body, contentType: headers['content-type'] ?? '' }, version)
    : fromQuery(url.searchParams);

const separates = (prefer: Preferences, { version, separateStatus = false }: KickOffDeps) =>
  separateStatus && prefer.separateStatus && version !== 'v2';

function filesOf(
  order: Hl7KickOffRequest,
  population: KickOffDeps['population'],
  deps: KickOffDeps,
) {
  const { linesPerFile = LINES_PER_FILE, outcomes, deletions } = deps;
  const holdings = filteredPopulation(population, order);
  const outputFiles = order.organizedBy === 'Patient' ? organizedFiles : typedFiles;
  return {
    output: outputFiles(order, holdings, linesPerFile),
    deleted: deletedFiles(order, deletions),
    outcome: outcomeFiles(order.leftOut, outcomes),
  };
}

/** What a client prefers, beside `respond-async`. */
type Preferences = { readonly lenient: boolean; readonly separateStatus: boolean };

/** Reads the headers of a kick-off, and demands what the IG tells clients to send (rule 15). Throws Refused (400). */
function preferences({ headers }: ServerRequest): Preferences {
  if (!listed(headers.accept).includes('application/fhir+json'))
    throw new OutcomeError(400, 'processing', 'send Accept: application/fhir+json');
  const preferred = listed(headers.prefer);
  if (!preferred.includes('respond-async'))
    throw new OutcomeError(400, 'processing', 'send Prefer: respond-async');
  return {
    lenient: preferred.includes('handling=lenient'),
    separateStatus: preferred.includes('separate-export-status'),
  };
}

/** The values of a header that is a list, without their parameters. */
const listed = (header = ''): string[] =>
  header.split(',').map((value) => (value.split(';')[0] ?? '').trim().toLowerCase());
