import {
  AttachmentNote,
  type AttachmentPlan,
  type AttachmentUnit,
  type PlannedAttachment,
} from '../lake/attachment-records.ts';
import type { JobRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { mayAttach } from '../lake/landed-type.ts';
import { PlanRecord } from '../lake/plan-records.ts';
import { collectReceipts, isLanded, type Receipt } from '../lake/receipt-records.ts';
import { readRecord, readRecordText, writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import { atOnce } from '../runtime/at-once.ts';
import { RecordMissing } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import type { PlanEvent, Planned } from '../workflow/events.ts';
import { type AttachmentSource, dedupe } from './fetch-decision.ts';

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
  const notes = await readReferences(dataExportId, receipts, storage);
  const { exportDate, requiresAccessToken } = plan;
  const planned = dedupe(notes, { source, exportDate, dataExportId });
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

/** So many make one unit at most; its receipts stay a small object. */
const MAX_ATTACHMENTS = 200;
/** Units per concurrent worker: enough that one slow unit does not hold up the end. */
const UNITS_PER_WORKER = 4;

/** Cuts attachments into units of the same number each, in their order. */
export function cutAttachments(
  planned: readonly PlannedAttachment[],
  maxConcurrency: number,
): PlannedAttachment[][] {
  const even = Math.ceil(planned.length / (maxConcurrency * UNITS_PER_WORKER));
  const size = Math.max(1, Math.min(MAX_ATTACHMENTS, even));
  const units: PlannedAttachment[][] = [];
  for (let from = 0; from < planned.length; from += size)
    units.push(planned.slice(from, from + size));
  return units;
}

/**
 * The attachments of all landed files, in the order of the manifest. Throws RecordMissing, also where a
 * file landed before the source wanted any.
 */
export async function readReferences(
  dataExportId: string,
  receipts: readonly Receipt[],
  storage: Storage,
): Promise<AttachmentNote[]> {
  const attaching = receipts.filter(isLanded).filter(({ type }) => mayAttach(type));
  const unread = attaching.find(({ attachments }) => attachments === undefined);
  if (unread)
    throw new RecordMissing(
      `file ${unread.index} landed before the source's settings wanted attachments; resume the export`,
    );
  const notes = await atOnce(
    attaching.filter(({ attachments }) => attachments !== 0),
    async ({ index }) => {
      const text = await readRecordText(exportKeys(dataExportId).attachmentNotes(index), storage);
      const lines = text.split('\n').filter((line) => line !== '');
      return lines.map((line) => AttachmentNote.parse(JSON.parse(line)));
    },
  );
  return notes.flat();
}
