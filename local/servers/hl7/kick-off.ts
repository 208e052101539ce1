import type { Population } from '../../people/population.ts';
import { LINES_PER_FILE } from '../export/files.ts';
import { OutcomeError, outcome, type ServerRequest, type ServerResponse } from '../http/server.ts';
import { withDocuments } from './documents.ts';
import { deletedFiles, type JobStore, outcomeFiles, typedFiles } from './jobs.ts';
import type { Hl7KickOffRequest, Level } from './kick-off-request.ts';
import type { Hl7Options } from './options.ts';
import { organizedFiles } from './organized-files.ts';
import { bodyParameters, type ParameterValue, queryParameters } from './parameters.ts';
import { readKickOff } from './read-kick-off.ts';
import { filteredPopulation } from './resource-filter.ts';
import { retryAfter } from './status.ts';

export type KickOffDeps = Hl7Options & {
  jobs: JobStore;
  base: string;
  /** The URL of a Binary, for attachments. */
  binaryUrl(request: ServerRequest): (id: string) => string;
};

/** Starts a job: 202 and `Content-Location` (rule 21), or 429 while another one runs. Throws OutcomeError. */
export function kickOff(request: ServerRequest, level: Level, deps: KickOffDeps): ServerResponse {
  const preferences = readPreferences(request);
  if (deps.oneJobAtATime && deps.jobs.isRunning()) return tooManyJobs(deps);
  const population = withDocuments(deps.population, deps.documents, deps.binaryUrl(request));
  const { method } = request;
  const call = { method, level, lenient: preferences.lenient, request: urlToRepeat(request) };
  const kickOff = readKickOff(readParameters(request, deps), call, { ...deps, population });
  const separateStatus = separatesStatus(preferences, deps);
  const files = filesOf(kickOff, population, deps);
  const { id } = deps.jobs.start({ kickOff, separateStatus, files });
  const statusUrl = `${deps.relativeStatusUrl ? '' : request.url.origin}${deps.base}/jobs/${id}`;
  const applied = { 'preference-applied': 'respond-async, separate-export-status' };
  const headers = { 'content-location': statusUrl, ...(separateStatus && applied) };
  return { status: 202, headers, body: '' };
}

function tooManyJobs(deps: KickOffDeps): ServerResponse {
  const response = outcome(429, 'throttled', 'one export at a time');
  return { ...response, headers: { ...response.headers, ...retryAfter(deps) } };
}

/** The URL for the manifest's `request`; the parameters of a POST are in its body and left out. */
const urlToRepeat = ({ method, url }: ServerRequest): string =>
  method === 'POST' ? url.origin + url.pathname : url.href;

const readParameters = (
  { method, url, headers, body }: ServerRequest,
  { version }: KickOffDeps,
): ParameterValue[] =>
  method === 'POST'
    ? bodyParameters({ body, contentType: headers['content-type'] ?? '' }, version)
    : queryParameters(url.searchParams);

const separatesStatus = (
  preferences: Preferences,
  { version, separateStatus = false }: KickOffDeps,
) => separateStatus && preferences.separateStatus && version !== 'v2';

function filesOf(kickOff: Hl7KickOffRequest, population: Population, deps: KickOffDeps) {
  const { linesPerFile = LINES_PER_FILE, outcomes, deletions } = deps;
  const filtered = filteredPopulation(population, kickOff);
  const outputFiles = kickOff.organizedBy === 'Patient' ? organizedFiles : typedFiles;
  return {
    output: outputFiles(kickOff, filtered, linesPerFile),
    deleted: deletedFiles(kickOff, deletions),
    outcome: outcomeFiles(kickOff.ignoredParameters, outcomes),
  };
}

/** What a client prefers, besides `respond-async`. */
type Preferences = { readonly lenient: boolean; readonly separateStatus: boolean };

/** Reads the headers that the IG requires of a kick-off (rule 15). Throws OutcomeError (400). */
function readPreferences({ headers }: ServerRequest): Preferences {
  if (!listIn(headers.accept).includes('application/fhir+json'))
    throw new OutcomeError(400, 'processing', 'send Accept: application/fhir+json');
  const preferred = listIn(headers.prefer);
  if (!preferred.includes('respond-async'))
    throw new OutcomeError(400, 'processing', 'send Prefer: respond-async');
  return {
    lenient: preferred.includes('handling=lenient'),
    separateStatus: preferred.includes('separate-export-status'),
  };
}

/** The values of a header that is a list, without their parameters. */
const listIn = (header = ''): string[] =>
  header.split(',').map((value) => (value.split(';')[0] ?? '').trim().toLowerCase());
