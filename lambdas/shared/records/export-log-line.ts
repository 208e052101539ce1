import * as z from 'zod';
import { Instant, ResourceType } from '../settings/export-request.ts';

/**
 * One line of `export_log`: one landed file of one committed export. The names are the table's
 * columns; the export's id is the partition key and so not in the line.
 */
export const ExportLogLine = z.strictObject({
  source: z.string(),
  scope: z.string(),
  resource_type: ResourceType,
  key: z.string(),
  bytes: z.int().min(0),
  lines: z.int().min(0),
  /** `sha256:<hex>` of the stored object. */
  checksum: z.string(),
  /** The server's time of the export: what changed later comes with the next one. */
  transaction_time: Instant,
  /** The `_since` that was sent; null: a full export. */
  since: z.string().nullable(),
  /** Value of the partition key `export_date` of the data. */
  export_date: z.iso.date(),
  committed_at: Instant,
});
export type ExportLogLine = z.infer<typeof ExportLogLine>;
