import type { Progress } from '../export/jobs.ts';
import type { ServerRequest } from '../http/server.ts';
import type { Job, JobFile, ListName } from './jobs.ts';
import { fileName, filePath, type LinkStore, signatureQuery } from './links.ts';
import type { Hl7Options } from './options.ts';

export type ManifestDeps = Hl7Options & { links: LinkStore; base: string };

/** A page of a job's manifest, and the number of the next one where it is ready. */
type ManifestPage = { job: Job; page: Page; next: number | undefined };

/** A manifest in the format of the version (rules 33–39), and when its links expire. */
export function manifest(request: ServerRequest, manifestPage: ManifestPage, deps: ManifestDeps) {
  const { job, page, next } = manifestPage;
  const { kickOff } = job;
  const { version, requiresAccessToken = true, relativeLinks = false, links } = deps;
  const lease = links.lease(job.id);
  const origin = relativeLinks ? '' : request.url.origin;
  const urlOf = (list: ListName) => (nth: number) => {
    const location = { job: job.id, generation: lease.generation, name: fileName(list, nth) };
    const fileOrigin = relativeLinks ? '' : (deps.fileOrigin?.() ?? request.url.origin);
    const query = requiresAccessToken ? '' : signatureQuery(location, links);
    return fileOrigin + filePath('/files', location) + query;
  };
  const body = {
    transactionTime: kickOff.transactionTime.toISOString(),
    ...(version !== 'v4' && { request: kickOff.request }),
    requiresAccessToken,
    ...(kickOff.organizedBy === 'Patient' && { outputOrganizedBy: 'Patient' }),
    output: page.files.map((file, nth) => entry(file, page.first + nth, urlOf('output'), deps)),
    ...otherLists(manifestPage, urlOf, deps),
    ...extensionOf(deps),
    ...(next !== undefined && {
      link: [{ relation: 'next', url: `${origin}${deps.base}/jobs/${job.id}/pages/${next + 1}` }],
    }),
  };
  return { body, expires: lease.expires };
}

/** Outcomes are on every page, deletions on the first (rule 37). */
function otherLists(
  { job: { files }, page }: ManifestPage,
  urlOf: (list: ListName) => (nth: number) => string,
  deps: ManifestDeps,
) {
  const { version, omitEmptyLists = false } = deps;
  const entries = (list: ListName) =>
    files[list].map((file, nth) => entry(file, nth, urlOf(list), deps));
  const deleted = page.first === 0 ? entries('deleted').map(withoutType(version)) : [];
  const outcomes = entries('outcome').map(withoutType(version));
  return {
    ...(deleted.length > 0 && { deleted }),
    ...((outcomes.length > 0 || !omitEmptyLists) && {
      [version === 'v4' ? 'outcome' : 'error']: outcomes,
    }),
  };
}

/** In v4 only `output` has types. */
const withoutType =
  (version: Hl7Options['version']) =>
  ({ type, ...rest }: Entry): Entry =>
    version === 'v4' || type === undefined ? rest : { type, ...rest };

/** An object in v2 and v3, FHIR extensions in v4 (rule 39). */
function extensionOf({ version, extension }: ManifestDeps) {
  if (!extension) return {};
  if (version !== 'v4') return { extension };
  const list = Object.entries(extension).map(([url, valueString]) => ({ url, valueString }));
  return { extension: list };
}

/** A manifest's entry of a file. */
type Entry = {
  type?: string;
  url: string;
  continuesInFile?: string;
  count?: number;
  fileSize?: number;
  countSeverity?: { code: string; count: number }[];
};

/** The entry of the `nth` file of its list; v4 adds sizes and severities. */
function entry(
  file: JobFile,
  nth: number,
  urlOf: (nth: number) => string,
  { version, counts = true }: Pick<Hl7Options, 'version' | 'counts'>,
): Entry {
  return {
    ...(file.type !== undefined && { type: file.type }),
    url: urlOf(nth),
    ...(file.continues && { continuesInFile: urlOf(nth + 1) }),
    ...(counts && { count: file.count }),
    ...(version === 'v4' && counts && { fileSize: file.size() }),
    ...(version === 'v4' && file.severities.length > 0 && { countSeverity: countSeverities(file) }),
  };
}

function countSeverities({ severities }: JobFile) {
  return [...new Set(severities)].map((code) => ({
    code,
    count: severities.filter((severity) => severity === code).length,
  }));
}

/** The files of a page, and the number of its first file in the whole list. */
type Page = { readonly first: number; readonly files: readonly JobFile[] };

/** The pages of a list of files; at least one. */
export function pagesOf(files: readonly JobFile[], filesPerPage = Number.MAX_SAFE_INTEGER): Page[] {
  const length = Math.max(1, Math.ceil(files.length / filesPerPage));
  return Array.from({ length }, (_, nth) => ({
    first: nth * filesPerPage,
    files: files.slice(nth * filesPerPage, (nth + 1) * filesPerPage),
  }));
}

/** How many pages are ready: those whose files are complete; without partial manifests all or none. */
export function readyPages(
  pages: readonly Page[],
  { kind, batches }: Progress,
  partial: boolean,
): number {
  if (kind === 'successful') return pages.length;
  if (!partial) return 0;
  return pages.filter(({ first, files }) => first + files.length <= batches.complete).length;
}
