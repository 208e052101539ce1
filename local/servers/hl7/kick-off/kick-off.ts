import type { ServerRequest, ServerResponse } from '../../server.ts';
import { outcome } from '../../shared/answers.ts';
import { LINES_PER_FILE } from '../../shared/server-options.ts';
import { withDocuments } from '../documents/with-documents.ts';
import { narrowed } from '../holdings/narrowed.ts';
import { deletedFiles } from '../jobs/deleted-files.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { organizedFiles } from '../jobs/organized-files.ts';
import { outcomeFiles } from '../jobs/outcome-files.ts';
import { typedFiles } from '../jobs/output-files.ts';
import type { Hl7Options } from '../options.ts';
import { retryAfter } from '../status/retry-after.ts';
import type { Asked } from './asked.ts';
import { fromParameters } from './from-parameters.ts';
import { fromQuery } from './from-query.ts';
import type { Hl7Order, Level } from './order.ts';
import { type Preferences, preferences } from './preferences.ts';
import { readOrder } from './read-order.ts';

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
  const order = readOrder(askedOf(request, deps), call, { ...deps, population });
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

function filesOf(order: Hl7Order, population: KickOffDeps['population'], deps: KickOffDeps) {
  const { linesPerFile = LINES_PER_FILE, outcomes, deletions } = deps;
  const holdings = narrowed(population, order);
  const outputFiles = order.organizedBy === 'Patient' ? organizedFiles : typedFiles;
  return {
    output: outputFiles(order, holdings, linesPerFile),
    deleted: deletedFiles(order, deletions),
    outcome: outcomeFiles(order.leftOut, outcomes),
  };
}
