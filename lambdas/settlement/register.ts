import {
  ATTACHMENTS_TABLE,
  bulkTables,
  type Catalog,
  EXPORT_LOG_TABLE,
  RAW_TABLE,
  typedResourceTypes,
} from '../lake/catalog.ts';
import { type CommitRecord, ExportLogLine } from '../lake/commit-records.ts';
import { attachmentIndex, exportLogPrefix, typePrefix } from '../lake/keys.ts';
import { isLanded, type Receipt } from '../lake/receipt-records.ts';
import type { Storage } from '../lake/storage.ts';

/**
 * Registers the partitions of a committed export, which makes it visible to Athena: the raw and typed
 * partitions of its types, the index of its attachments, and last `export_log`. A view that joins
 * `export_log` sees either all of an export or nothing of it (invariant 1).
 */
export async function register(
  commit: CommitRecord,
  { catalog, storage }: { catalog: Catalog; storage: Storage },
): Promise<void> {
  const { dataExportId, exportDate } = commit;
  const types = typesOf(commit.files.filter(isLanded));
  const at = (type: string) => typePrefix(type, exportDate, dataExportId);
  const raw = types.map((type) => ({ values: [type, exportDate, dataExportId], prefix: at(type) }));
  if (raw.length > 0) await catalog.register(RAW_TABLE, raw);
  for (const type of types.filter(hasTable)) {
    const partition = { values: [exportDate, dataExportId], prefix: at(type) };
    await catalog.register(type.toLowerCase(), [partition]);
  }
  if (commit.attachments && commit.attachments.lines > 0) {
    const { prefix } = attachmentIndex(exportDate, dataExportId, commit.exportId);
    const partition = { values: [exportDate, dataExportId], prefix };
    await catalog.register(ATTACHMENTS_TABLE, [partition]);
  }
  const prefix = exportLogPrefix(dataExportId);
  await storage.put(`${prefix}log.ndjson`, exportLog(commit));
  await catalog.register(EXPORT_LOG_TABLE, [{ values: [dataExportId], prefix }]);
}

/** Whether the type has a table of its own, named after it in lower case, beside the raw table. */
const hasTable = (type: string) => typedResourceTypes.includes(type) || bulkTables.includes(type);

/** One line per object. The objects of one file share its position. */
function exportLog(commit: CommitRecord): string {
  const { source, scope, transactionTime, since, exportDate, committedAt } = commit;
  const { complete, subsetted } = commit;
  const lines = commit.files.filter(isLanded).flatMap(({ index, type, objects }) =>
    objects.map((object) =>
      JSON.stringify(
        ExportLogLine.parse({
          ...{ source, scope, resource_type: type, position: index, ...object },
          ...{ since, transaction_time: transactionTime, export_date: exportDate },
          ...{ committed_at: committedAt, complete, subsetted },
        }),
      ),
    ),
  );
  return lines.map((line) => `${line}\n`).join('');
}

/** The resource types of an export, each once. */
export const typesOf = (receipts: readonly Receipt[]): string[] =>
  [...new Set(receipts.map((receipt) => receipt.type))].sort();
