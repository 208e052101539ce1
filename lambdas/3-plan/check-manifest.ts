import type { Manifest } from '../shared/dialects/dialect.ts';
import { ManifestRefused } from '../shared/errors.ts';
import type { JobRecord } from '../shared/records/export-records.ts';
import { Instant, ResourceType } from '../shared/settings/export-request.ts';

/** How far a server's clock may run ahead of ours. */
const AHEAD_MILLISECONDS = 5 * 60 * 1000;

/**
 * Refuses a manifest that must not be trusted: a time that would move the next `_since` wrongly
 * (M12), a type that is none (M8) or was not asked for (M13). Throws ManifestRefused.
 */
export function checkManifest(manifest: Manifest, job: JobRecord, now: Date): void {
  checkTime(manifest.transactionTime, job, now);
  const asked = new Set(job.request.types.map((type) => type.toLowerCase()));
  for (const { type } of manifest.files) {
    if (!ResourceType.safeParse(type).success)
      throw new ManifestRefused('a file of the manifest has a type that is no FHIR resource type');
    if (asked.size > 0 && !asked.has(type.toLowerCase()))
      throw new ManifestRefused(`the manifest lists ${type}, which was not asked for`);
  }
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
