import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDatabase, createPartitions, createTable, partitionsOf } from './cases/catalog.ts';
import { bytesOf, head, put } from './cases/objects.ts';
import { complete, create, sendPart } from './cases/uploads.ts';
import { cloudOver, inProcess, withFolder } from './local-cloud.ts';

test('objects and their ETags survive the process', () =>
  withFolder(async (directory) => {
    const { ETag } = await put(inProcess(cloudOver(directory)), 'fhir/x.ndjson', 'line\n');
    const restarted = inProcess(cloudOver(directory));
    assert.equal((await head(restarted, 'fhir/x.ndjson')).ETag, ETag);
    await put(restarted, 'fhir/x.ndjson', 'other\n', { IfMatch: ETag });
  }));

test('an open upload can be continued and completed after a restart', () =>
  withFolder(async (directory) => {
    const before = inProcess(cloudOver(directory));
    const upload = await create(before, 'fhir/large');
    const first = await sendPart(before, upload, 1, Buffer.alloc(5 * 1024 ** 2, 'a'));
    const after = inProcess(cloudOver(directory));
    const second = await sendPart(after, upload, 2, Buffer.from('b'));
    await complete(after, upload, [first, second]);
    assert.equal((await bytesOf(after, 'fhir/large', 'bytes=5242878-')).toString(), 'aab');
  }));

test('the catalog survives the process', () =>
  withFolder(async (directory) => {
    const before = inProcess(cloudOver(directory));
    await createDatabase(before, 'lake');
    await createTable(before, 'lake', 'patient');
    await createPartitions(before, 'lake', 'patient', [['2026-01-02', 'run-1']]);
    const after = inProcess(cloudOver(directory));
    assert.deepEqual(await partitionsOf(after, 'lake', 'patient'), ['2026-01-02/run-1']);
  }));
