import type { AttachmentLine } from '../../lambdas/lake/attachment-receipts.ts';
import type { ExportLogLine } from '../../lambdas/lake/commit-records.ts';
import { bulkDeleted, bulkOutcome } from './bulk.ts';
import type { ColumnType, Fields } from './column-type.ts';
import { condition } from './condition.ts';
import { encounter } from './encounter.ts';
import { observation } from './observation.ts';
import { patient } from './patient.ts';

/** A column; `name` is the JSON key. */
export type Column = { name: string; type: ColumnType };

/** A table over objects of the bucket. Queries see only its registered partitions. */
export type LakeTable = {
  name: string;
  description: string;
  /** Prefix of its objects in the bucket. */
  location: string;
  /** `json`: columns of a JSON object per line; `line`: the whole line in one column. */
  format: 'json' | 'line';
  columns: readonly Column[];
  partitionKeys: readonly string[];
  resourceType?: string;
};

/** The columns of `export_log`, in the order of `ExportLogLine`; `lambdas/settlement/register.ts` writes the lines. */
const exportLog: Record<keyof ExportLogLine, ColumnType> = {
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

/** The columns of `attachments`: all fields of the lines that Download writes. */
const attachments: Record<keyof AttachmentLine, ColumnType> = {
  owner: 'string',
  nth: 'int',
  url: 'string',
  declared_type: 'string',
  content_type: 'string',
  key: 'string',
  bytes: 'bigint',
  checksum: 'string',
  size_agrees: 'boolean',
  hash_agrees: 'boolean',
  outcome: 'string',
  reason: 'string',
};

const columnsOf = (fields: Fields): Column[] =>
  Object.entries(fields).map(([name, type]) => ({ name, type }));

const typedTable = (resourceType: string, fields: Fields): LakeTable => ({
  name: resourceType.toLowerCase(),
  description: `FHIR R4 ${resourceType} resources, one row per resource and export`,
  location: `fhir/${resourceType}/`,
  format: 'json',
  columns: columnsOf(fields),
  partitionKeys: ['export_date', 'export_id'],
  resourceType,
});

const bulkTable = (name: string, description: string, fields: Fields): LakeTable => ({
  name,
  description,
  location: `fhir/${name}/`,
  format: 'json',
  columns: columnsOf(fields),
  partitionKeys: ['export_date', 'export_id'],
});

/** The tables of the lake: source of the Glue tables in AWS and of the DuckDB views on a laptop. */
export const lakeTables: readonly LakeTable[] = [
  typedTable('Patient', patient),
  typedTable('Observation', observation),
  typedTable('Encounter', encounter),
  typedTable('Condition', condition),
  bulkTable('bulk_deleted', 'Bundles of the deletions since the last export', bulkDeleted),
  bulkTable('bulk_outcome', 'OperationOutcomes of the exports', bulkOutcome),
  {
    name: 'attachments',
    description: 'One row per attachment of an exported resource: its outcome and its object',
    location: 'fhir/attachments/',
    format: 'json',
    columns: columnsOf(attachments),
    partitionKeys: ['export_date', 'export_id'],
  },
  {
    name: 'fhir_raw',
    description:
      'All exported resources of all types: one row per resource, as the JSON line from the server',
    location: 'fhir/',
    format: 'line',
    columns: [{ name: 'line', type: 'string' }],
    partitionKeys: ['resource_type', 'export_date', 'export_id'],
  },
  {
    name: 'export_log',
    description: 'One row per object of every committed export: an exported file, or a part of it',
    location: 'fhir/export_log/',
    format: 'json',
    columns: columnsOf(exportLog),
    partitionKeys: ['export_id'],
  },
];
