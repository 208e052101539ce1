import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { lakeTables } from '../../../infra/catalog/tables.ts';
import {
  ATTACHMENTS_TABLE,
  bulkTables,
  EXPORT_LOG_TABLE,
  RAW_TABLE,
  typedResourceTypes,
} from '../../../lambdas/lake/catalog.ts';
import { resolved } from '../resolved.ts';
import { ofType, template } from '../template.ts';

const Table = z.looseObject({
  DatabaseName: z.string(),
  TableInput: z.looseObject({
    Name: z.string(),
    Parameters: z.record(z.string(), z.string()),
    StorageDescriptor: z.looseObject({
      Location: z.string(),
      InputFormat: z.string(),
      OutputFormat: z.string(),
      SerdeInfo: z.record(z.string(), z.json()),
      Columns: z.array(z.strictObject({ Name: z.string(), Type: z.string() })),
    }),
  }),
});
const tables = ofType('AWS::Glue::Table').map(({ Properties }) =>
  Table.parse(resolved(Properties)),
);

test('the database has a table for everything that Publish registers', () => {
  const registered = [
    ...typedResourceTypes.map((type) => type.toLowerCase()),
    ...bulkTables,
    ATTACHMENTS_TABLE,
    RAW_TABLE,
    EXPORT_LOG_TABLE,
  ];
  assert.deepEqual(tables.map(({ TableInput }) => TableInput.Name).sort(), registered.sort());
  for (const { DatabaseName } of tables) assert.equal(DatabaseName, 'fhir');
});

test('queries see nothing before it is registered: no projection, no crawler (invariant 1)', () => {
  template.resourceCountIs('AWS::Glue::Crawler', 0);
  for (const { TableInput } of tables)
    assert.deepEqual(TableInput.Parameters, { EXTERNAL: 'TRUE', classification: 'json' });
});

test('columns have lower-case names, in the order of the catalog', () => {
  for (const table of lakeTables) {
    const found = tables.find(({ TableInput }) => TableInput.Name === table.name);
    const names = found?.TableInput.StorageDescriptor.Columns.map(({ Name }) => Name);
    assert.deepEqual(
      names,
      table.columns.map(({ name }) => name.toLowerCase()),
      table.name,
    );
  }
});

test('a typed table reads JSON, the raw table whole lines with a delimiter that JSON cannot contain', () => {
  const JSON_SERDE = { SerializationLibrary: 'org.apache.hive.hcatalog.data.JsonSerDe' };
  for (const { TableInput } of tables) {
    const { SerdeInfo } = TableInput.StorageDescriptor;
    if (TableInput.Name !== RAW_TABLE) assert.deepEqual(SerdeInfo, JSON_SERDE, TableInput.Name);
    else assert.deepEqual(SerdeInfo.Parameters, { 'field.delim': '\u0001' });
  }
});

test('the location of every table is in the lake', () => {
  for (const { TableInput } of tables)
    assert.match(TableInput.StorageDescriptor.Location, /^s3:\/\/<StorageBucket\w+>\/fhir\/.*$/);
});

test('the workgroup enforces encrypted query results in the lake’s bucket', () => {
  const [workgroup] = ofType('AWS::Athena::WorkGroup');
  assert.partialDeepStrictEqual(workgroup?.Properties, {
    WorkGroupConfiguration: {
      EnforceWorkGroupConfiguration: true,
      EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
      ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_KMS' } },
    },
  });
});
