import type { Catalog } from '../shared/catalog.ts';
import { exportLogPrefix, typePrefix } from '../shared/keys.ts';
import { EXPORT_LOG_TABLE, RAW_TABLE, typedResourceTypes } from '../shared/lake-tables.ts';
import { ExportLogLine } from '../shared/records/export-log-line.ts';
import type { CommitRecord } from '../shared/records/export-records.ts';
import type { Storage } from '../shared/storage.ts';
import { typesOf } from './list-stored.ts';

/**
 * Makes a committed export visible to Athena: the raw and typed partitions of its types, and last its
 * `export_log`, on which views can wait for the whole (invariant 1).
 */
export async function register(
  commit: CommitRecord,
  { catalog, storage }: { catalog: Catalog; storage: Storage },
): Promise<void> {
  const { exportId, exportDate } = commit;
  const types = typesOf(commit.files);
  const at = (type: string) => typePrefix(type, exportDate, exportId);
  const raw = types.map((type) => ({ values: [type, exportDate, exportId], prefix: at(type) }));
  if (raw.length > 0) await catalog.register(RAW_TABLE, raw);
  for (const type of types.filter((each) => typedResourceTypes.includes(each))) {
    const partition = { values: [exportDate, exportId], prefix: at(type) };
    await catalog.register(type.toLowerCase(), [partition]);
  }
  const prefix = exportLogPrefix(exportId);
  await storage.put(`${prefix}log.ndjson`, exportLog(commit));
  await catalog.register(EXPORT_LOG_TABLE, [{ values: [exportId], prefix }]);
}

/** One line per file. */
function exportLog(commit: CommitRecord): string {
  const { source, scope, transactionTime, since, exportDate, committedAt } = commit;
  const lines = commit.files.map(({ type, key, bytes, lines, checksum }) =>
    JSON.stringify(
      ExportLogLine.parse({
        ...{ source, scope, resource_type: type, key, bytes, lines, checksum, since },
        ...{ transaction_time: transactionTime, export_date: exportDate },
        committed_at: committedAt,
      }),
    ),
  );
  return lines.map((line) => `${line}\n`).join('');
}
