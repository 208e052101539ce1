import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partBuffers } from '../../../../lambdas/4-download/store/part-buffers.ts';
import { segmentWriter } from '../../../../lambdas/4-download/store/segment-writer.ts';
import type { Segment } from '../../../../lambdas/lake/checkpoint-records.ts';
import type { Storage } from '../../../../lambdas/lake/storage.ts';
import { smallSizes } from '../../../fakes/builders.ts';
import { memoryStorage } from '../../../fakes/memory-storage.ts';
import { KEY } from './compressed-world.ts';

const LINE = Buffer.from('{"resourceType":"Patient"}\n');
const buffers = partBuffers();

/** A file of which `before` is written already, and one line more. */
async function oneLineMore(before: readonly Segment[], storage: Storage) {
  const writer = segmentWriter(
    { key: KEY, encoding: 'zstd', before },
    { storage, buffers, sizes: smallSizes },
  );
  await writer.write(LINE);
  return writer;
}

test('if the upload of an earlier segment no longer exists, the last object is not made either (D24)', async () => {
  const storage = memoryStorage();
  const first = await oneLineMore([], storage);
  await first.close(1);
  for (const { key, uploadId } of await storage.openUploads(''))
    await storage.abortUpload(key, uploadId);
  const second = await oneLineMore(first.segments(), storage);
  await assert.rejects(second.finish(2), { name: 'NoSuchUpload' });
  await second.abort();
  assert.equal(storage.objects.size, 0);
});
