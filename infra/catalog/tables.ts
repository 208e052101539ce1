import type { AttachmentLine } from '../../lambdas/lake/attachment-line.ts';
import type { ExportLogLine } from '../../lambdas/lake/export-log-line.ts';
import { bulkDeleted, bulkOutcome } from './bulk.ts';
import type { ColumnType, Fields } from './column-type.ts';
import { condition } from './condition.ts';
import { encounter } from './encounter.ts';
import { observation } from './observation.ts';
import { patient } from './patient.ts';

/** The columns of `export_log`: the fields of the line that Publish writes, each and no other. */
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

/** The columns of `attachments`: the fields of the line that Download writes, each and no other. */
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

/** A column; `name` is the JSON's key, which Glue and Athena take in lower case. */
export type Column = { name: string; type: ColumnType };

/** A table over objects in the lake's bucket. Only its registered partitions can be queried. */
export type LakeTable = {
  name: string;
  description: string;
  /** Prefix in the bucket of everything the table may hold. */
  location: string;
  /** `json`: an object per line, read into the columns; `line`: the whole line in one column. */
  format: 'json' | 'line';
  columns: readonly Column[];
  partitionKeys: readonly string[];
  resourceType?: string;
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

/** Every table of the lake; the Glue tables in AWS and the views on a laptop are made from these. */
export const lakeTables: readonly LakeTable[] = [
  typedTable('Patient', patient),
  typedTable('Observation', observation),
  typedTable('Encounter', encounter),
  typedTable('Condition', condition),
  bulkTable('bulk_deleted', 'Bundles of what was deleted since the last export', bulkDeleted),
  bulkTable('bulk_outcome', 'What the server had to say of the exports', bulkOutcome),
  {
    name: 'attachments',
    description: 'One row per attachment of a landed resource: what became of it, and its object',
    location: 'fhir/attachments/',
    format: 'json',
    columns: columnsOf(attachments),
    partitionKeys: ['export_date', 'export_id'],
  },
  {
    name: 'fhir_raw',
    description: 'Every landed resource of every type as the server wrote it, one JSON line a row',
    location: 'fhir/',
    format: 'line',
    columns: [{ name: 'line', type: 'string' }],
    partitionKeys: ['resource_type', 'export_date', 'export_id'],
  },
  {
    name: 'export_log',
    description:
      'One row per object of every committed export: a landed file, or some of its lines',
    location: 'fhir/export_log/',
    format: 'json',
    columns: columnsOf(exportLog),
    partitionKeys: ['export_id'],
  },
];
