import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lakeAt, tellingStorage } from '../../../local/laptop/lake.ts';
import { crc32cOf } from '../../fakes/crc32c-of.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';

test('a lake is a folder, unless it is a bucket in AWS', () => {
  assert.deepEqual(lakeAt('some/where'), { kind: 'folder', directory: 'some/where' });
  assert.deepEqual(lakeAt('s3://my-bucket/raw//fhir/', 'clinical'), {
    kind: 's3',
    bucket: 'my-bucket',
    prefix: 'raw/fhir/',
    database: 'clinical',
    directory: 'lake-s3/my-bucket/raw/fhir',
  });
  assert.partialDeepStrictEqual(lakeAt('s3://my-bucket'), { prefix: '', database: undefined });
});

test('a URL that names no bucket, or leads out of it, is refused with what is expected', () => {
  for (const place of ['s3://', 's3://UPPER', 's3:/bucket', 's3://bucket/../other', 's3://b'])
    assert.throws(() => lakeAt(place), { name: 'SettingsInvalid', message: /s3:\/\/<bucket>/ });
});

test('a database belongs to a bucket: a folder has a catalog of its own', () => {
  assert.throws(() => lakeAt('lake', 'clinical'), { name: 'SettingsInvalid', message: /database/ });
});

test('each stored object and each part is told once, with its bytes, and nothing that was refused', async () => {
  const told: [string, number][] = [];
  const storage = tellingStorage(memoryStorage(), (key, bytes) => told.push([key, bytes]));
  await storage.put('small', 'fünf');
  await storage.put('small', 'again', { kind: 'if-absent' });
  const body = Buffer.from('sevenby');
  const crc32c = crc32cOf(body);
  const uploadId = await storage.createUpload('large');
  const part = await storage.uploadPart('large', uploadId, 1, body, crc32c);
  await storage.completeUpload('large', uploadId, [part], { bytes: 7, crc32c });
  assert.deepEqual(told, [
    ['small', 5],
    ['large', 7],
  ]);
});
