import {
  type AttachmentPlan,
  AttachmentReference,
  type AttachmentUnit,
  type PlannedAttachment,
} from '../lake/attachment-records.ts';
import type { JobRecord } from '../lake/export-records.ts';
import { exportKeys } from '../lake/keys.ts';
import { mayHaveAttachments } from '../lake/landed-type.ts';
import { PlanRecord } from '../lake/plan-records.ts';
import { collectReceipts, isLanded, type Receipt } from '../lake/receipt-records.ts';
import { readRecord, readRecordText, writeRecord } from '../lake/record.ts';
import type { Storage } from '../lake/storage.ts';
import { RecordMissing } from '../runtime/errors.ts';
import type { Log } from '../runtime/log.ts';
import { mapConcurrently } from '../runtime/map-concurrently.ts';
import type { PlanEvent, Planned } from '../workflow/events.ts';
import { type AttachmentSource, dedupe } from './fetch-decision.ts';
import { UNITS_PER_WORKER } from './units.ts';

type Deps = { storage: Storage; log: Log };

/**
 * Plans the last batch of an export: the attachments that Download has collected from the resources in
 * its files. A retry plans the same, since no file is landed meanwhile. Throws LinkRefused if the
 * source's `onFailure` is `fail`, and RecordMissing.
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
  const references = await readReferences(dataExportId, receipts, storage);
  const { exportDate, requiresAccessToken } = plan;
  const planned = dedupe(references, { source, exportDate, dataExportId });
  const shared = { dataExportId, exportDate, requiresAccessToken, settings: source.attachments };
  const units = cutAttachments(planned, source.maxConcurrency).map((attachments, i) => ({
    ...{ unit: i + 1, ...shared, attachments },
  }));
  await writeUnits(exportId, units, storage);
  const record: AttachmentPlan = { lines: references.length, units: units.length };
  await writeRecord(keys.attachmentPlan, record, storage);
  log.info('plan.attachments', { exportId, attachments: references.length, units: units.length });
  const { maxConcurrency } = source;
  const batch = { files: planned.length, units: units.length, unitsKey: keys.attachmentUnits };
  return { ...batch, maxConcurrency, plannedSoFar, hasMorePages: false };
}

async function writeUnits(exportId: string, units: readonly AttachmentUnit[], storage: Storage) {
  const { attachmentUnit, attachmentUnits } = exportKeys(exportId);
  await mapConcurrently(units, (unit) => writeRecord(attachmentUnit(unit.unit), unit, storage));
  const items = units.map(({ unit }) => ({ unit, unitKey: attachmentUnit(unit) }));
  await storage.put(attachmentUnits, JSON.stringify(items));
}

/** Most attachments of a unit: its receipts stay a small object. */
const MAX_ATTACHMENTS = 200;

/** Cuts attachments into units of the same number each. Keeps the order. */
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
 * The attachment references of all landed files, in the order of the manifest. Throws RecordMissing,
 * also if a file landed before the source wanted attachments.
 */
async function readReferences(
  dataExportId: string,
  receipts: readonly Receipt[],
  storage: Storage,
): Promise<AttachmentReference[]> {
  const attaching = receipts.filter(isLanded).filter(({ type }) => mayHaveAttachments(type));
  const unread = attaching.find(({ attachments }) => attachments === undefined);
  if (unread)
    throw new RecordMissing(
      `file ${unread.index} landed before the source wanted attachments; resume the export`,
    );
  const references = await mapConcurrently(
    attaching.filter(({ attachments }) => attachments !== 0),
    async ({ index }) => {
      const text = await readRecordText(
        exportKeys(dataExportId).attachmentReferences(index),
        storage,
      );
      const lines = text.split('\n').filter((line) => line !== '');
      return lines.map((line) => AttachmentReference.parse(JSON.parse(line)));
    },
  );
  return references.flat();
}
