import type { Clock } from '../shared/clock.ts';
import { dialectOf } from '../shared/dialects/dialect-of.ts';
import { exportKeys } from '../shared/keys.ts';
import type { Log } from '../shared/log.ts';
import { JobRecord, type PlannedFile, type PlanRecord } from '../shared/records/export-records.ts';
import { readRecord, readRecordText, writeRecord } from '../shared/records/record.ts';
import { type Sources, sourceNamed } from '../shared/settings/sources.ts';
import type { Storage } from '../shared/storage.ts';
import type { PlanEvent, Planned } from '../shared/workflow.ts';
import { checkManifest } from './check-manifest.ts';
import { checkRequest } from './check-request.ts';
import { cutUnits } from './cut-units.ts';
import { planFiles } from './plan-files.ts';

export type PlanDeps = { sources: Sources; storage: Storage; clock: Clock; log: Log };

/**
 * Turns the server's manifest into units of download work. Nothing is downloaded before the whole
 * manifest is found trustworthy. Throws ManifestRefused, LinkRefused, StatusMalformed.
 */
export async function plan(
  { exportId, source: sourceId }: PlanEvent,
  deps: PlanDeps,
): Promise<Planned> {
  const { storage } = deps;
  const keys = exportKeys(exportId);
  const source = sourceNamed(deps.sources, sourceId);
  const job = await readRecord(keys.job, JobRecord, storage);
  const manifest = dialectOf(source).readManifest(
    await readRecordText(keys.manifestPage(1), storage),
  );
  checkManifest(manifest, job, deps.clock.now());
  checkRequest(manifest.request, job);
  const { transactionTime, requiresAccessToken, resourceCount } = manifest;
  const exportDate = new Date(transactionTime).toISOString().slice(0, 10);
  const manifestUrl = job.job.kind === 'running' ? job.job.statusUrl : job.job.manifestUrl;
  const files = planFiles(manifest.files, { source, manifestUrl, exportDate, exportId });
  const units = cutUnits(files, source.maxConcurrency);
  await writeUnits(exportId, units, requiresAccessToken, storage);
  const record: PlanRecord = {
    transactionTime,
    exportDate,
    requiresAccessToken,
    files: files.length,
    units: units.length,
    ...(resourceCount !== undefined && { resourceCount }),
  };
  await writeRecord(keys.plan, record, storage);
  deps.log.info('plan.done', { exportId, files: files.length, units: units.length });
  const { maxConcurrency } = source;
  return { files: files.length, units: units.length, unitsKey: keys.units, maxConcurrency };
}

async function writeUnits(
  exportId: string,
  units: PlannedFile[][],
  requiresAccessToken: boolean,
  storage: Storage,
) {
  const keys = exportKeys(exportId);
  for (const [i, files] of units.entries())
    await writeRecord(keys.unit(i + 1), { unit: i + 1, requiresAccessToken, files }, storage);
  const items = units.map((_, i) => ({ unit: i + 1, unitKey: keys.unit(i + 1) }));
  await storage.put(keys.units, JSON.stringify(items));
}
