import assert from 'node:assert/strict';
import { test } from 'node:test';
import { observedStorage } from '../../../local/laptop/observers.ts';
import { crc32cOf, memoryStorage } from '../../fakes/memory-storage.ts';

test('each stored object and part is observed once with its bytes, a refused one never', async () => {
  const observed: [string, number][] = [];
  const storage = observedStorage(memoryStorage(), (key, bytes) => observed.push([key, bytes]));
  await storage.put('small', 'fünf');
  await storage.put('small', 'again', { kind: 'if-absent' });
  const body = Buffer.from('sevenby');
  const crc32c = crc32cOf(body);
  const uploadId = await storage.createUpload('large');
  const part = await storage.uploadPart('large', uploadId, 1, body, crc32c);
  await storage.completeUpload('large', uploadId, [part], { bytes: 7, crc32c });
  assert.deepEqual(observed, [
    ['small', 5],
    ['large', 7],
  ]);
});
