import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ColumnType, hiveType } from '../../../infra/catalog/column-type.ts';
import { type LakeTable, lakeTables } from '../../../infra/catalog/tables.ts';
import { AttachmentLine } from '../../../lambdas/lake/attachment-receipts.ts';
import {
  ATTACHMENTS_TABLE,
  bulkTables,
  EXPORT_LOG_TABLE,
  RAW_TABLE,
  typedResourceTypes,
} from '../../../lambdas/lake/catalog.ts';
import { ExportLogLine } from '../../../lambdas/lake/commit-records.ts';
import { r4ExtensionValues, r4Type } from './r4-elements.ts';

/** AWS Glue: the longest type of a column. */
const LONGEST_TYPE = 131_072;

const EXTENSIONS = ['extension', 'modifierExtension'];
const typed = lakeTables.filter((table) => table.resourceType !== undefined);

test('the tables are the typed ones, deletions and outcomes, attachments, raw lines and the export log', () => {
  assert.deepEqual(
    lakeTables.map(({ name, location, partitionKeys }) => [name, location, partitionKeys.join()]),
    [
      ['patient', 'fhir/Patient/', 'export_date,export_id'],
      ['observation', 'fhir/Observation/', 'export_date,export_id'],
      ['encounter', 'fhir/Encounter/', 'export_date,export_id'],
      ['condition', 'fhir/Condition/', 'export_date,export_id'],
      ['bulk_deleted', 'fhir/bulk_deleted/', 'export_date,export_id'],
      ['bulk_outcome', 'fhir/bulk_outcome/', 'export_date,export_id'],
      ['attachments', 'fhir/attachments/', 'export_date,export_id'],
      ['fhir_raw', 'fhir/', 'resource_type,export_date,export_id'],
      ['export_log', 'fhir/export_log/', 'export_id'],
    ],
  );
});

for (const table of typed)
  test(`${table.name} has exactly the elements of FHIR R4, with their R4 types`, () => {
    const { resourceType, ...rest } = columnsOf(table);
    assert.equal(resourceType, 'string');
    assert.deepEqual({ struct: without(rest) }, r4TypeOf(table));
  });

test('the typed tables are the ones that Publish registers partitions of', () => {
  assert.deepEqual(
    typed.map((table) => table.resourceType),
    typedResourceTypes,
  );
  const others = lakeTables.filter((table) => table.resourceType === undefined);
  assert.deepEqual(
    others.map((table) => table.name),
    [...bulkTables, ATTACHMENTS_TABLE, RAW_TABLE, EXPORT_LOG_TABLE],
  );
});

test('an extension value has the R4 type in its name', () => {
  const { list: one } = asList(columnsOf(tableNamed('patient')).extension);
  const { extension: nested, ...content } = asStruct(one).struct;
  const r4 = r4ExtensionValues();
  for (const [name, type] of Object.entries(content)) assert.deepEqual(type, r4[name], name);
  assert.deepEqual(nested, { list: { struct: content } });
});

test('export_log has the fields of the lines that Publish writes', () => {
  assert.deepEqual(
    Object.keys(columnsOf(tableNamed('export_log'))),
    Object.keys(ExportLogLine.shape),
  );
});

test('attachments has the fields of the lines that Download writes', () => {
  assert.deepEqual(
    Object.keys(columnsOf(tableNamed('attachments'))),
    Object.keys(AttachmentLine.shape),
  );
});

for (const table of lakeTables) {
  test(`no column of ${table.name} has the name of a partition key or of another column`, () => {
    const names = [
      ...table.partitionKeys,
      ...table.columns.map((column) => column.name.toLowerCase()),
    ];
    assert.equal(new Set(names).size, names.length);
  });

  test(`every Hive type of ${table.name} fits a Glue column and is well formed`, () => {
    for (const { type } of table.columns) {
      assert.ok(hiveType(type).length < LONGEST_TYPE);
      assert.match(reduced(hiveType(type)), /^(string|boolean|int|bigint|double)$/);
    }
  });
}

/** Reduces a Hive type from the inside to a primitive, or to what cannot be reduced. */
function reduced(type: string): string {
  const primitive = '(?:string|boolean|int|bigint|double)';
  const inner = new RegExp(
    `array<${primitive}>|struct<[a-z]+:${primitive}(?:,[a-z]+:${primitive})*>`,
    'g',
  );
  const next = type.replace(inner, 'string');
  return next === type ? type : reduced(next);
}

const columnsOf = (table: LakeTable): Record<string, ColumnType> =>
  Object.fromEntries(table.columns.map(({ name, type }) => [name, type]));

const without = (fields: Readonly<Record<string, ColumnType>>) =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !EXTENSIONS.includes(name)));

const r4TypeOf = (table: LakeTable) => ({
  struct: without(asStruct(r4Type(table.resourceType ?? '')).struct),
});

function tableNamed(name: string): LakeTable {
  const table = lakeTables.find((candidate) => candidate.name === name);
  assert.ok(table);
  return table;
}

function asList(type: ColumnType | undefined) {
  assert.ok(typeof type === 'object' && 'list' in type);
  return type;
}

function asStruct(type: ColumnType) {
  assert.ok(typeof type === 'object' && 'struct' in type);
  return type;
}
