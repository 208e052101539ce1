import type { Progress } from '../export/jobs.ts';
import type { ServerRequest } from '../http/server.ts';
import type { JobFile, ListName } from './job-files.ts';
import type { Job } from './jobs/job-store.ts';
import { type LinkTable, nameOf, pathOf, sealOf } from './links.ts';
import type { Hl7Options } from './options.ts';

export type ManifestDeps = Hl7Options & { links: LinkTable; base: string };

/** A page of a job's manifest, and the number of the next one where it can be asked for. */
type Listed = { job: Job; page: Page; next: number | undefined };

/** A manifest as the version writes it (rules 33–39), and when its links end. */
export function manifest(request: ServerRequest, listed: Listed, deps: ManifestDeps) {
  const { job, page, next } = listed;
  const { version, requiresAccessToken = true, relativeLinks = false, links } = deps;
  const lease = links.lease(job.id);
  const origin = relativeLinks ? '' : request.url.origin;
  const linkOf = (list: ListName) => (nth: number) => {
    const place = { job: job.id, generation: lease.generation, name: nameOf(list, nth) };
    const files = relativeLinks ? '' : (deps.fileOrigin?.() ?? request.url.origin);
    return files + pathOf('/files', place) + (requiresAccessToken ? '' : sealOf(place, links));
  };
  const body = {
    transactionTime: job.order.transactionTime.toISOString(),
    ...(version !== 'v4' && { request: job.order.request }),
    requiresAccessToken,
    ...(job.order.organizedBy === 'Patient' && { outputOrganizedBy: 'Patient' }),
    output: page.files.map((file, nth) => entry(file, page.first + nth, linkOf('output'), deps)),
    ...lists(listed, linkOf, deps),
    ...extensionOf(deps),
    ...(next !== undefined && {
      link: [{ relation: 'next', url: `${origin}${deps.base}/jobs/${job.id}/pages/${next + 1}` }],
    }),
  };
  return { body, expires: lease.expires };
}

/** Outcomes are the same on every page, deletions are on the first (rule 37). */
function lists(
  { job: { files }, page }: Listed,
  linkOf: (list: ListName) => (nth: number) => string,
  deps: ManifestDeps,
) {
  const { version, omitEmptyLists = false } = deps;
  const written = (list: ListName) =>
    files[list].map((file, nth) => entry(file, nth, linkOf(list), deps));
  const deleted = page.first === 0 ? written('deleted').map(untypedIn(version)) : [];
  const outcomes = written('outcome').map(untypedIn(version));
  return {
    ...(deleted.length > 0 && { deleted }),
    ...((outcomes.length > 0 || !omitEmptyLists) && {
      [version === 'v4' ? 'outcome' : 'error']: outcomes,
    }),
  };
}

/** v4 has no types but in `output`. */
const untypedIn =
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

/** A file as a manifest lists it. */
type Entry = {
  type?: string;
  url: string;
  continuesInFile?: string;
  count?: number;
  fileSize?: number;
  countSeverity?: { code: string; count: number }[];
};

/** Writes the entry of a file, the `nth` of its list; v4 adds sizes and severities. */
function entry(
  file: JobFile,
  nth: number,
  linkOf: (nth: number) => string,
  { version, counts = true }: Pick<Hl7Options, 'version' | 'counts'>,
): Entry {
  return {
    ...(file.type !== undefined && { type: file.type }),
    url: linkOf(nth),
    ...(file.continues && { continuesInFile: linkOf(nth + 1) }),
    ...(counts && { count: file.count }),
    ...(version === 'v4' && counts && { fileSize: file.size() }),
    ...(version === 'v4' && file.severities.length > 0 && { countSeverity: tally(file) }),
  };
}

function tally({ severities }: JobFile) {
  return [...new Set(severities)].map((code) => ({
    code,
    count: severities.filter((severity) => severity === code).length,
  }));
}

/** Files of a page, and the number of the first one in the whole list. */
type Page = { readonly first: number; readonly files: readonly JobFile[] };

/** The pages of a list of files; at least one. */
export function pagesOf(files: readonly JobFile[], filesPerPage = Number.MAX_SAFE_INTEGER): Page[] {
  const length = Math.max(1, Math.ceil(files.length / filesPerPage));
  return Array.from({ length }, (_, nth) => ({
    first: nth * filesPerPage,
    files: files.slice(nth * filesPerPage, (nth + 1) * filesPerPage),
  }));
}

/** How many pages can be listed: those whose files are all there, and nothing before the end where the client does not take parts. */
export function readyPages(
  pages: readonly Page[],
  { kind, batches }: Progress,
  partial: boolean,
): number {
  if (kind === 'successful') return pages.length;
  if (!partial) return 0;
  return pages.filter(({ first, files }) => first + files.length <= batches.complete).length;
}
