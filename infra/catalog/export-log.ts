import type { ExportLogLine } from '../../lambdas/lake/export-log-line.ts';
import type { ColumnType } from './column-type.ts';

/** The columns of `export_log`: the fields of the line that Publish writes, each and no other. */
export const exportLog: Record<keyof ExportLogLine, ColumnType> = {
  source: 'string',
  scope: 'string',
  resource_type: 'string',
  key: 'string',
  position: 'int',
  bytes: 'bigint',
  lines: 'bigint',
  checksum: 'string',
  transaction_time: 'string',
  since: 'string',
  export_date: 'string',
  committed_at: 'string',
  complete: 'boolean',
  subsetted: 'boolean',
};
