import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { type ObjectTarget, objectSink } from '../../../../lambdas/4-download/store/object-sink.ts';
import { partBuffers, partEndAtLine } from '../../../../lambdas/4-download/store/part-buffers.ts';
import { completeUploaded } from '../../../../lambdas/4-download/store/uploader.ts';
import { pipeBody } from '../../../../lambdas/http/body.ts';
import { crc32c } from '../../../../lambdas/ndjson/crc32c.ts';
import { SMALL_MIB, smallSizes } from '../../../fakes/builders.ts';
import { memoryStorage } from '../../../fakes/memory-storage.ts';

const KEY = 'fhir/Patient/part-00001.ndjson';

/** Lines of different lengths, of that many bytes altogether. */
function lines(bytes: number): Buffer {
  const all: string[] = [];
  for (let length = 0, n = 0; length < bytes; n += 1) {
    const line = `{"resourceType":"X","n":${n},"pad":"${'é'.repeat(n % 70)}"}\n`;
    length += Buffer.byteLength(line);
    all.push(line);
  }
  return Buffer.from(all.join(''));
}

const inChunks = (body: Buffer, chunkBytes: number): Readable =>
  Readable.from(
    Array.from({ length: Math.ceil(body.length / chunkBytes) }, (_, i) =>
      body.subarray(i * chunkBytes, (i + 1) * chunkBytes),
    ),
  );

const plain: ObjectTarget = { key: KEY, partEnd: partEndAtLine(smallSizes) };

function sinkOf(changes: Partial<ObjectTarget> = {}) {
  const storage = memoryStorage(smallSizes.smallestPart);
  const deps = { storage, buffers: partBuffers(), sizes: smallSizes };
  return { storage, deps, sink: objectSink({ ...plain, ...changes }, deps) };
}

for (const bytes of [0, 1, 3 * SMALL_MIB, 8 * SMALL_MIB, 20 * SMALL_MIB, 40 * SMALL_MIB])
  test(`an object of about ${bytes} bytes is stored byte for byte, with its CRC-32C`, async () => {
    const body = lines(bytes);
    const { sink, storage } = sinkOf();
    await pipeBody(inChunks(body, 547), sink);
    assert.deepEqual(await sink.finish(), { bytes: body.length, crc32c: crc32c(body, 0) });
    assert.ok(storage.objects.get(KEY)?.body.equals(body));
    assert.deepEqual(await storage.openUploads(''), []);
  });

test('every byte is inspected once and in order, before it is uploaded', async () => {
  const body = lines(20 * SMALL_MIB);
  const seen: Buffer[] = [];
  const { sink } = sinkOf({
    inspect(bytes) {
      seen.push(Buffer.from(bytes));
      return null;
    },
  });
  await pipeBody(inChunks(body, 512), sink);
  await sink.finish();
  assert.ok(Buffer.concat(seen).equals(body));
});

test('inspecting may take time', async () => {
  const body = lines(10 * SMALL_MIB);
  let looking = 0;
  const { sink, storage } = sinkOf({
    async inspect() {
      looking += 1;
      await new Promise(setImmediate);
      looking -= 1;
      assert.equal(looking, 0, 'one at a time');
    },
  });
  await pipeBody(inChunks(body, 1 * SMALL_MIB), sink);
  await sink.finish();
  assert.ok(storage.objects.get(KEY)?.body.equals(body));
});

describe('an error of inspect, and an upload that fails', () => {
  test('stop the transfer, and no upload is left open', async () => {
    const { sink, storage } = sinkOf({
      inspect() {
        throw new Error('not a line');
      },
    });
    await assert.rejects(pipeBody(inChunks(lines(1 * SMALL_MIB), 101), sink), /not a line/);
    await sink.abort();
    assert.deepEqual(await storage.openUploads(''), []);
  });

  test('reject the transfer', async () => {
    const { deps } = sinkOf();
    const uploadPart = async () => {
      throw new Error('S3 is away');
    };
    const sink = objectSink(plain, { ...deps, storage: { ...deps.storage, uploadPart } });
    await assert.rejects(pipeBody(inChunks(lines(40 * SMALL_MIB), 512), sink), /S3 is away/);
    await sink.abort();
    assert.deepEqual(await deps.storage.openUploads(''), []);
  });
});

test('what is uploaded can be resumed in another call, and makes the same object (D24)', async () => {
  const body = lines(30 * SMALL_MIB);
  const { sink, deps, storage } = sinkOf();
  await pipeBody(inChunks(body.subarray(0, 21 * SMALL_MIB), 512), sink);
  await sink.settled();
  const uploaded = sink.uploaded();
  assert.ok(uploaded.bytes >= 10 * SMALL_MIB, `${uploaded.bytes}`);
  assert.equal(body[uploaded.bytes - 1], 0x0a);
  const next = objectSink({ ...plain, uploaded: JSON.parse(JSON.stringify(uploaded)) }, deps);
  await pipeBody(inChunks(body.subarray(uploaded.bytes), 512), next);
  assert.deepEqual(await next.finish(), { bytes: body.length, crc32c: crc32c(body, 0) });
  assert.ok(storage.objects.get(KEY)?.body.equals(body));
});

test('an upload that is closed becomes the object when it is completed, and not before', async () => {
  for (const bytes of [1000, 9 * SMALL_MIB]) {
    const body = lines(bytes);
    const { sink, storage } = sinkOf();
    await pipeBody(inChunks(body, 512), sink);
    const closed = await sink.close();
    assert.equal(storage.objects.size, 0);
    const made = await completeUploaded(KEY, closed, storage);
    assert.deepEqual(made, { bytes: body.length, crc32c: crc32c(body, 0) });
    assert.ok(storage.objects.get(KEY)?.body.equals(body));
  }
});

test('a line that is longer than a part is split, and stored whole (D20)', async () => {
  const body = Buffer.concat([
    lines(1 * SMALL_MIB),
    Buffer.alloc(20 * SMALL_MIB, 'x'),
    lines(9 * SMALL_MIB),
  ]);
  const { sink, storage } = sinkOf();
  await pipeBody(inChunks(body, 512), sink);
  await sink.finish();
  assert.ok(storage.objects.get(KEY)?.body.equals(body));
});
