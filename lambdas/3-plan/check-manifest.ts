import type { Manifest, ManifestFile } from '../dialects/dialect.ts';
import type { JobRecord } from '../lake/export-records.ts';
import { ManifestRefused } from '../runtime/errors.ts';
import { Instant, ResourceType } from '../settings/export-request.ts';
import type { Source } from '../settings/source.ts';
import { checkChain } from './check-chain.ts';
import { isAsked } from './is-asked.ts';

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
