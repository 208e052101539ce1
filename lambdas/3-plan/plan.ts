import { dialectOf } from '../dialects/dialects.ts';
import { JobRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { mayHaveAttachments } from '../lake/landed-type.ts';
import { PagesRecord, type PlannedFile, type PlanRecord } from '../lake/plan-records.ts';
import { readRecord, readRecordText, writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Source } from '../settings/source.ts';
import { type Sources, sourceNamed } from '../settings/sources.ts';
import type { PlanEvent, Planned } from '../workflow/events.ts';
import { checkManifest, selectFiles, warnUnasked } from './check-manifest.ts';
import { checkRequest } from './check-request.ts';
import { inheritReceipts } from './inherit-receipts.ts';
import { planAttachments } from './plan-attachments.ts';
import { type Page, planFiles } from './plan-files.ts';
import { cutUnits, writeUnits } from './units.ts';

type PlanDeps = { sources: Sources; storage: Storage; clock: Clock; log: Log };

/**
 * Turns the server's manifest into units of download work: all of its pages, or those since the last
 * call (rule 37). Each call reads and checks every page; the counters that the state machine carries
 * tell which are new, so a retry plans the same. Nothing is downloaded before the whole manifest is
 * checked. When every page is downloaded, one more call plans the attachments if the source wants them.
 * Throws ManifestRefused, LinkRefused, StatusMalformed.
 */
export async function plan(event: PlanEvent, deps: PlanDeps): Promise<Planned> {
  const source = sourceNamed(deps.sources, event.source);
  const job = await readRecord(exportKeys(event.exportId).job, JobRecord, deps.storage);
  const { pages, hasMorePages } = await readManifest(job, deps);
  const { attachments } = source;
  if (attachments && !hasMorePages && event.plannedSoFar.pages === pages.length)
    return planAttachments(event, job, { ...source, attachments }, deps);
  return planPages(event, { source, job, pages, hasMorePages }, deps);
}

type ToPlan = { source: Source; job: JobRecord; pages: readonly Page[]; hasMorePages: boolean };

async function planPages(
  event: PlanEvent,
  { source, job, pages, hasMorePages }: ToPlan,
  deps: PlanDeps,
): Promise<Planned> {
  const { exportId, plannedSoFar } = event;
  const manifests = pages.map(({ manifest }) => manifest);
  checkManifest(manifests, job, source, deps.clock.now());
  warnUnasked(manifests, job, deps.log);
  for (const { request } of manifests) checkRequest(request, job, source);
  const common = commonOf(manifests);
  const { exportDate } = common;
  const files = planFiles(pages, { source, exportDate, dataExportId: job.dataExportId });
  const listed = {
    ...{ ...common, hasMorePages, plannedPages: plannedSoFar.pages },
    attachments: source.attachments !== undefined,
  };
  const inherited = await inheritReceipts(exportId, files, listed, deps.storage);
  const todo = files.filter(
    ({ index, page }) => page > plannedSoFar.pages && !inherited.has(index),
  );
  const units = cutUnits(todo, source.maxConcurrency);
  await writeUnits(event, units, { ...common, pages: canReread(job) ? pages : [] }, deps.storage);
  const soFar = { pages: pages.length, units: plannedSoFar.units + units.length };
  const record: PlanRecord = {
    ...common,
    ...soFar,
    files: files.length,
    inherited: inherited.size,
  };
  await writeRecord(exportKeys(exportId).plan, record, deps.storage);
  const isNext =
    source.attachments && !hasMorePages && files.some(({ type }) => mayHaveAttachments(type));
  const next = isNext ? { next: 'attachments' as const } : {};
  const { maxConcurrency } = source;
  return plannedBatch(event, todo, soFar, { hasMorePages, maxConcurrency, ...next }, deps.log);
}

async function readManifest(job: JobRecord, { sources, storage }: PlanDeps) {
  const dialect = dialectOf(sourceNamed(sources, job.source));
  const keys = exportKeys(job.exportId);
  const known = await readRecord(keys.pages, PagesRecord, storage);
  const pages: Page[] = [];
  for (const [i, record] of known.pages.entries()) {
    const text = await readRecordText(keys.manifestPage(i + 1), storage);
    const manifest = selectFiles(dialect.readManifest(text), job);
    pages.push({ page: i + 1, ...record, manifest });
  }
  return { pages, hasMorePages: known.cursor !== null };
}

/** What all pages share; the last page decides, since the pages of a publication have a time each. */
function commonOf(manifests: readonly Page['manifest'][]) {
  const none = { transactionTime: '', requiresAccessToken: true };
  const { transactionTime, requiresAccessToken } = manifests.at(-1) ?? none;
  const counts = manifests.flatMap(({ resourceCount }) => resourceCount ?? []);
  return {
    transactionTime,
    exportDate: new Date(transactionTime).toISOString().slice(0, 10),
    requiresAccessToken,
    ...(counts.length > 0 && { resourceCount: counts.reduce((sum, count) => sum + count) }),
  };
}

/** A manifest that answered the kick-off would be another one if it were requested again. */
const canReread = ({ job }: JobRecord) => job.kind === 'running';

function plannedBatch(
  { exportId, plannedSoFar }: PlanEvent,
  files: readonly PlannedFile[],
  soFar: Planned['plannedSoFar'],
  rest: Pick<Planned, 'hasMorePages' | 'maxConcurrency' | 'next'>,
  log: Log,
): Planned {
  const units = soFar.units - plannedSoFar.units;
  log.info('plan.done', { exportId, files: files.length, units, pages: soFar.pages });
  const unitsKey = exportKeys(exportId).units(plannedSoFar.pages + 1);
  return { files: files.length, units, unitsKey, plannedSoFar: soFar, ...rest };
}
