import type { AttachmentPlan, AttachmentUnit } from '../../lake/attachment-records.ts';
import { collectReceipts } from '../../lake/collect-receipts.ts';
import type { JobRecord } from '../../lake/export-records.ts';
import { exportKeys } from '../../lake/keys.ts';
import { PlanRecord } from '../../lake/plan-records.ts';
import { readRecord, writeRecord } from '../../lake/record.ts';
import type { Storage } from '../../lake/storage.ts';
import { atOnce } from '../../runtime/at-once.ts';
import type { Log } from '../../runtime/log.ts';
import type { PlanEvent, Planned } from '../../workflow/events.ts';
import { cutAttachments } from './cut-attachments.ts';
import { gather } from './gather.ts';
import { readNotes } from './read-notes.ts';
import type { AttachmentSource } from './way-of.ts';

type Deps = { storage: Storage; log: Log };

/**
 * Plans the last batch of an export: the attachments of the resources that its files hold, as Download
 * has noted them. Planned again it is the same, since nothing is landed meanwhile. Throws LinkRefused
 * where the source wants a failure, and RecordMissing.
 */
export async function planAttachments(
  event: PlanEvent,
  { dataExportId }: Pick<JobRecord, 'dataExportId'>,
  source: AttachmentSource,
  { storage, log }: Deps,
): Promise<Planned> {
  const { exportId, plannedSoFar } = event;
  const keys = exportKeys(exportId);
  const plan = await readRecord(keys.plan, PlanRecord, storage);
  const receipts = await collectReceipts(exportId, plan, storage);
  const notes = await readNotes(dataExportId, receipts, storage);
  const { exportDate, requiresAccessToken } = plan;
  const planned = gather(notes, { source, exportDate, dataExportId });
  const shared = { dataExportId, exportDate, requiresAccessToken, settings: source.attachments };
  const units = cutAttachments(planned, source.maxConcurrency).map((attachments, i) => ({
    ...{ unit: i + 1, ...shared, attachments },
  }));
  await writeUnits(exportId, units, storage);
  const record: AttachmentPlan = { lines: notes.length, units: units.length };
  await writeRecord(keys.attachmentPlan, record, storage);
  log.info('plan.attachments', { exportId, attachments: notes.length, units: units.length });
  const { maxConcurrency } = source;
  const batch = { files: planned.length, units: units.length, unitsKey: keys.attachmentUnits };
  return { ...batch, maxConcurrency, plannedSoFar, hasMorePages: false };
}

async function writeUnits(exportId: string, units: readonly AttachmentUnit[], storage: Storage) {
  const { attachmentUnit, attachmentUnits } = exportKeys(exportId);
  await atOnce(units, (unit) => writeRecord(attachmentUnit(unit.unit), unit, storage));
  const items = units.map(({ unit }) => ({ unit, unitKey: attachmentUnit(unit) }));
  await storage.put(attachmentUnits, JSON.stringify(items));
}
