import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { lakeTables } from '../../../infra/catalog/tables.ts';
import { ndjson, prefixOf, tinyLake } from './tiny-lake.ts';

const monday = { type: 'Patient', date: '2026-03-02', exportId: 'exp-mon' };
const tuesday = { type: 'Patient', date: '2026-03-03', exportId: 'exp-tue' };

test('plain, gzip and zstd files of one partition are read together', async (t) => {
  const lake = tinyLake(t);
  lake.land(monday, [{ id: 'a' }], 'part-00001.ndjson');
  lake.write(prefixOf(monday), 'part-00002.ndjson.gz', gzipSync('{"id":"b"}'));
  lake.write(prefixOf(monday), 'part-00003.ndjson.zst', zstdCompressSync('{"id":"c"}\n'));
  const rows = await lake.ask('SELECT id FROM patient ORDER BY id');
  assert.deepEqual(rows, [{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
});

test('the partition keys are text columns, and pick an export', async (t) => {
  const lake = tinyLake(t);
  lake.land(monday, [{ id: 'a' }]);
  lake.land(tuesday, [{ id: 'a' }, { id: 'b' }]);
  assert.deepEqual(
    await lake.ask(`SELECT export_date, export_id, count(*) AS n FROM patient
                    WHERE export_date >= '2026-03-03' GROUP BY ALL`),
    [{ export_date: '2026-03-03', export_id: 'exp-tue', n: 2n }],
  );
});

test('a resource in two exports is a row of each', async (t) => {
  const lake = tinyLake(t);
  lake.land(monday, [{ id: 'a', active: true }]);
  lake.land(tuesday, [{ id: 'a', active: false }]);
  assert.deepEqual(await lake.ask('SELECT id, active FROM patient ORDER BY export_id'), [
    { id: 'a', active: true },
    { id: 'a', active: false },
  ]);
});

test('an export whose partitions are not registered is in no table', async (t) => {
  const lake = tinyLake(t);
  lake.land(monday, [{ id: 'a' }]);
  lake.write(prefixOf(tuesday), 'part-00001.ndjson', ndjson([{ id: 'not committed' }]));
  for (const table of ['patient', 'fhir_raw'])
    assert.deepEqual(await lake.ask(`SELECT export_id FROM ${table}`), [{ export_id: 'exp-mon' }]);
});

test('without partitions every table has its columns and no rows', async (t) => {
  const lake = tinyLake(t);
  for (const table of lakeTables) {
    assert.deepEqual(await lake.ask(`SELECT * FROM ${table.name}`), []);
    const columns = await lake.ask(`DESCRIBE ${table.name}`);
    assert.deepEqual(
      columns.map((column) => column.column_name),
      [...table.columns.map(({ name }) => name.toLowerCase()), ...table.partitionKeys],
    );
  }
});

test('a partition of empty files, or without a folder, has no rows', async (t) => {
  const lake = tinyLake(t);
  lake.land(monday, []);
  lake.write(prefixOf(monday), 'part-00002.ndjson.gz', gzipSync(''));
  lake.write(prefixOf(monday), 'part-00003.ndjson.zst', zstdCompressSync(''));
  lake.register(tuesday);
  for (const table of ['patient', 'fhir_raw'])
    assert.deepEqual(await lake.ask(`SELECT * FROM ${table}`), []);
});

test('only NDJSON is data: what Athena hides and other files are not read', async (t) => {
  const lake = tinyLake(t);
  lake.land(monday, [{ id: 'a' }]);
  for (const name of ['_part.ndjson', '.part-00001.ndjson', '_manifest.json', 'notes.txt'])
    lake.write(prefixOf(monday), name, '{"id":"hidden"}\n');
  assert.deepEqual(await lake.ask('SELECT id FROM patient'), [{ id: 'a' }]);
});

test('fhir_raw has every line of every type as the server wrote it', async (t) => {
  const lake = tinyLake(t);
  const line = '{"resourceType":"Device",  "id":"d","contained":[{"x":1.50}],"_note":null}';
  lake.write(prefixOf({ ...monday, type: 'Device' }), 'part-00001.ndjson', `${line}\r\n`);
  lake.register({ ...monday, type: 'Device' });
  lake.land(tuesday, [{ id: 'é' }]);
  assert.deepEqual(await lake.ask('SELECT * FROM fhir_raw ORDER BY resource_type'), [
    { line, resource_type: 'Device', export_date: '2026-03-02', export_id: 'exp-mon' },
    {
      line: '{"id":"é"}',
      resource_type: 'Patient',
      export_date: '2026-03-03',
      export_id: 'exp-tue',
    },
  ]);
});

test('the partition values come from the catalog where the path does not have them', async (t) => {
  const lake = tinyLake(t);
  lake.write('fhir/Patient/moved/', 'part-00001.ndjson', '{"id":"a"}\n');
  lake.partitions.push({
    table: 'patient',
    values: ["2026-03-02 o'clock", 'exp-moved'],
    location: 's3://lake-bucket/fhir/Patient/moved',
  });
  lake.land(tuesday, [{ id: 'b' }]);
  assert.deepEqual(await lake.ask('SELECT id, export_date, export_id FROM patient ORDER BY id'), [
    { id: 'a', export_date: "2026-03-02 o'clock", export_id: 'exp-moved' },
    { id: 'b', export_date: '2026-03-03', export_id: 'exp-tue' },
  ]);
});

test('a lake of three thousand partitions opens and answers', async (t) => {
  const lake = tinyLake(t);
  for (let day = 0; day < 3000; day++)
    lake.land({ ...monday, exportId: `exp-${day}` }, [{ id: `${day}` }]);
  assert.deepEqual(
    await lake.ask(`SELECT count(*) AS n, count(DISTINCT export_id) AS exports FROM patient`),
    [{ n: 3000n, exports: 3000n }],
  );
});

test('a location in another bucket is refused', async (t) => {
  const lake = tinyLake(t);
  lake.partitions.push({
    table: 'export_log',
    values: ['exp'],
    location: 's3://other/fhir/export_log/export_id=exp/',
  });
  await assert.rejects(lake.ask('SELECT 1'), /not in the bucket lake-bucket/);
});

test('a partition with too few values is refused', async (t) => {
  const lake = tinyLake(t);
  lake.partitions.push({ table: 'patient', values: ['exp'], location: 's3://lake-bucket/fhir/' });
  await assert.rejects(lake.ask('SELECT 1'), /1 values for the keys of patient/);
});

test('a line that is not JSON fails the query and is not skipped', async (t) => {
  const lake = tinyLake(t);
  lake.write(prefixOf(monday), 'part-00001.ndjson', '{"id":"a"}\n<html>\n');
  lake.register(monday);
  await assert.rejects(lake.ask('SELECT id FROM patient'), /part-00001/);
});
