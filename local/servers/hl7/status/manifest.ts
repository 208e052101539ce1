import type { ServerRequest } from '../../server.ts';
import { type LinkTable, nameOf } from '../files/link-table.ts';
import { pathOf, sealOf } from '../files/place.ts';
import type { ListName } from '../jobs/job-file.ts';
import type { Job } from '../jobs/job-store.ts';
import type { Hl7Options } from '../options.ts';
import { type Entry, entry } from './entry.ts';
import type { Page } from './pages.ts';

export type ManifestDeps = Hl7Options & { links: LinkTable; base: string };

/** A page of a job's manifest, and the number of the next one where it can be asked for. */
export type Listed = { job: Job; page: Page; next: number | undefined };

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
