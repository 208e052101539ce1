import type { Manifest, ManifestFile } from '../dialects/dialect.ts';
import type { JobRecord } from '../lake/export-records.ts';
import { ManifestRefused } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import { type ExportRequest, Instant, ResourceType } from '../settings/export-request.ts';
import type { Source } from '../settings/source.ts';

/** How far a server's clock may run ahead of ours. */
const AHEAD_MILLISECONDS = 5 * 60 * 1000;

/**
 * Refuses a manifest that must not be trusted: a time that would move the next `_since` wrongly
 * (M12), a type that is none (M8) or was not asked for (M13), pages that disagree (rule 37). A source
 * that is asked with `handling=lenient` may drop the types, as any parameter (rule 17). The pages of a
 * publication go on in time, and the last of them says where the next export begins. Throws
 * ManifestRefused.
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
    throw new ManifestRefused('a file of the manifest has no type, and none was asked for (M16)');
  }
  if (!ResourceType.safeParse(type).success)
    throw new ManifestRefused('a file of the manifest has a type that is no FHIR resource type');
  if (!isLenient && !isAsked(type, request))
    throw new ManifestRefused(`the manifest lists ${type}, which was not asked for`);
}

/** What is no list of files is the same on all pages. */
const SAME = [
  'transactionTime',
  'requiresAccessToken',
  'request',
] as const satisfies (keyof Manifest)[];

function checkSame(first: Manifest, other: Manifest, { job }: JobRecord) {
  const same = SAME.filter((each) => each !== 'transactionTime' || job.kind !== 'publication');
  const field = same.find((each) => first[each] !== other[each]);
  if (field) throw new ManifestRefused(`the pages of the manifest disagree in ${field}`);
}

function checkTime(transactionTime: string, job: JobRecord, now: Date) {
  if (!Instant.safeParse(transactionTime).success)
    throw new ManifestRefused('the manifest has a transactionTime that is no instant');
  const time = Date.parse(transactionTime);
  if (time > now.getTime() + AHEAD_MILLISECONDS)
    throw new ManifestRefused('the manifest has a transactionTime in the future');
  if (job.lastTransactionTime && time < Date.parse(job.lastTransactionTime))
    throw new ManifestRefused('the manifest has a transactionTime older than the last commit');
}

/**
 * Refuses pages of a publication whose times go back: each increment is of a later time than what it
 * goes on from, or of the same where it has several pages (Bulk Data v4 ballot, publish.html). Throws
 * ManifestRefused.
 */
function checkChain(pages: readonly Manifest[]): void {
  let latest = Number.NEGATIVE_INFINITY;
  for (const { transactionTime } of pages) {
    if (!Instant.safeParse(transactionTime).success)
      throw new ManifestRefused(
        'a page of the publication has a transactionTime that is no instant',
      );
    const time = Date.parse(transactionTime);
    if (time < latest)
      throw new ManifestRefused('a page of the publication is older than the one before it');
    latest = time;
  }
}

const PROVENANCE = ['LatestProvenanceResources', 'RelevantProvenanceResources'];

/**
 * Whether an export asked for resources of that type: by name, which some servers take in any case, or
 * as associated data, which are Provenance, or of any type where a value is the server's own (rule 18).
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

/** Tells which types a server that was asked with `handling=lenient` exports unasked (rule 17). */
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
 * What is wanted of a page. A publication lists the same for everybody, and so the files of types that
 * were not asked for are left out here; deletions and outcomes tell no type, and stay. Any other server
 * was asked for the types, and all that it lists counts (M13). Throws ManifestRefused where files hold
 * several types.
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
    throw new ManifestRefused('the files of the publication hold several types; ask for no types');
  });
  return { ...manifest, files };
}
