import type { Manifest, ManifestFile } from '../dialects/dialect.ts';
import type { JobRecord } from '../lake/export-records.ts';
import { ManifestRefused } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import { type ExportRequest, Instant, ResourceType } from '../settings/export-request.ts';
import type { Source } from '../settings/source.ts';

/** How far a server's clock may run ahead of ours. */
const AHEAD_MILLISECONDS = 5 * 60 * 1000;

/**
 * Refuses a manifest with a time that would make the next `_since` wrong, a type that is not a FHIR
 * resource type or was not requested, or pages that differ (rule 37). A server that is asked with
 * `handling=lenient` may ignore `_type`, as any parameter (rule 17). Throws ManifestRefused.
 */
export function checkManifest(
  pages: readonly Manifest[],
  job: JobRecord,
  { bulkData }: Pick<Source, 'bulkData'>,
  now: Date,
): void {
  const [first, ...others] = pages;
  if (!first) throw new ManifestRefused('the server completed its job without a manifest');
  if (job.job.kind === 'publication') checkChain(pages);
  const { transactionTime } = others.at(-1) ?? first;
  checkTime(transactionTime, job, now);
  const isLenient = bulkData?.lenient ?? false;
  for (const { files } of pages) for (const file of files) checkType(file, job, isLenient);
  for (const other of others) checkSame(first, other, job);
}

function checkType({ list, type }: ManifestFile, { request, job }: JobRecord, isLenient: boolean) {
  if (list !== 'output') return;
  if (type === null) {
    if (request.organizeOutputBy !== undefined || job.kind === 'publication') return;
    throw new ManifestRefused(
      'a file of the manifest has no type, and the export asked for no organized output',
    );
  }
  if (!ResourceType.safeParse(type).success)
    throw new ManifestRefused('a file of the manifest has a type that is not a FHIR resource type');
  if (!isLenient && !isAsked(type, request))
    throw new ManifestRefused(`the manifest lists ${type}, which was not requested`);
}

/** What all pages of a manifest share; the increments of a publication have a time each. */
const SAME = [
  'transactionTime',
  'requiresAccessToken',
  'request',
] as const satisfies (keyof Manifest)[];

function checkSame(first: Manifest, other: Manifest, { job }: JobRecord) {
  const same = SAME.filter((each) => each !== 'transactionTime' || job.kind !== 'publication');
  const field = same.find((each) => first[each] !== other[each]);
  if (field) throw new ManifestRefused(`the pages of the manifest differ in ${field}`);
}

function checkTime(transactionTime: string, job: JobRecord, now: Date) {
  if (!Instant.safeParse(transactionTime).success)
    throw new ManifestRefused('the manifest has a transactionTime that is not a FHIR instant');
  const time = Date.parse(transactionTime);
  if (time > now.getTime() + AHEAD_MILLISECONDS)
    throw new ManifestRefused('the manifest has a transactionTime in the future');
  if (job.lastTransactionTime && time < Date.parse(job.lastTransactionTime))
    throw new ManifestRefused('the manifest has a transactionTime older than the last commit');
}

/**
 * The times of a publication's pages never decrease: an increment is later than the pages before it,
 * and all of its own pages have one time (Bulk Data v4 ballot, publish.html).
 */
function checkChain(pages: readonly Manifest[]): void {
  let latest = Number.NEGATIVE_INFINITY;
  for (const { transactionTime } of pages) {
    if (!Instant.safeParse(transactionTime).success)
      throw new ManifestRefused(
        'a page of the publication has a transactionTime that is not a FHIR instant',
      );
    const time = Date.parse(transactionTime);
    if (time < latest)
      throw new ManifestRefused('a page of the publication is older than the one before it');
    latest = time;
  }
}

const PROVENANCE = ['LatestProvenanceResources', 'RelevantProvenanceResources'];

/**
 * Whether an export requested that type: in `_type`, which some servers read in any case, or through
 * `includeAssociatedData`: Provenance, or any type for a value that the server defines (rule 18).
 */
export function isAsked(
  type: string,
  { types, includeAssociatedData }: Pick<ExportRequest, 'types' | 'includeAssociatedData'>,
): boolean {
  if (types.length === 0) return true;
  if (types.some((asked) => asked.toLowerCase() === type.toLowerCase())) return true;
  if (includeAssociatedData.some((value) => !PROVENANCE.includes(value))) return true;
  return type === 'Provenance' && includeAssociatedData.length > 0;
}

/** Logs the types that a server exports beyond those requested with `handling=lenient` (rule 17). */
export function warnUnasked(
  pages: readonly Manifest[],
  { exportId, request }: Pick<JobRecord, 'exportId' | 'request'>,
  log: Log,
): void {
  const files = pages.flatMap((page) => page.files);
  const types = files.flatMap(({ list, type }) => (list === 'output' && type ? [type] : []));
  const unasked = [...new Set(types)].filter((type) => !isAsked(type, request)).sort();
  if (unasked.length > 0) log.warn('plan.unasked', { exportId, types: unasked.join() });
}

/**
 * The files of a page that the export requested. A publication is the same for everybody: its files of
 * other types are left out here; deletions and outcomes have no type, and stay. Other servers got the
 * types in the kick-off, and everything they list counts. Throws ManifestRefused if files hold several
 * types.
 */
export function selectFiles(
  manifest: Manifest,
  { job, request }: Pick<JobRecord, 'job' | 'request'>,
): Manifest {
  if (job.kind !== 'publication' || request.types.length === 0) return manifest;
  const wanted = new Set(request.types.map((type) => type.toLowerCase()));
  const files = manifest.files.filter(({ list, type }) => {
    if (list !== 'output') return true;
    if (type !== null) return wanted.has(type.toLowerCase());
    throw new ManifestRefused('the files of the publication hold several types; request no types');
  });
  return { ...manifest, files };
}
