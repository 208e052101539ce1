import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { cutAtLine } from '../../../../lambdas/4-download/receive/cut-at-line.ts';
import { objectSink, type Target } from '../../../../lambdas/4-download/receive/object-sink.ts';
import { partBuffers } from '../../../../lambdas/4-download/receive/part-buffers.ts';
import { crc32c } from '../../../../lambdas/4-download/verify/crc32c.ts';
import { fullScanner } from '../../../../lambdas/4-download/verify/full-scanner.ts';
import { START } from '../../../../lambdas/4-download/verify/scan-place.ts';
import { pour } from '../../../../lambdas/shared/http/pour.ts';
import { memoryStorage } from '../../../fakes/memory-storage.ts';

const MIB = 1024 ** 2;
const KEY = 'fhir/Patient/part-00001.ndjson';

/** Lines of that many bytes altogether, each of its own length. */
function lines(bytes: number): Buffer {
  const all: string[] = [];
  for (let length = 0, n = 0; length < bytes; n += 1) {
    const line = `{"resourceType":"X","n":${n},"pad":"${'é'.repeat(n % 700)}"}\n`;
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

const plain: Target = {
  ...{ key: KEY, objectBytes: undefined, look: () => null },
  ...{ cutAt: cutAtLine, place: () => START },
};

function sinkOf(changes: Partial<Target> = {}) {
  const storage = memoryStorage();
  const deps = { storage, buffers: partBuffers() };
  return { storage, deps, sink: objectSink({ ...plain, ...changes }, deps) };
}

for (const bytes of [0, 1, 3 * MIB, 8 * MIB, 20 * MIB, 40 * MIB])
  test(`an object of about ${bytes} bytes is stored byte for byte, with its CRC-32C`, async () => {
    const body = lines(bytes);
    const { sink, storage } = sinkOf();
    await pour(inChunks(body, 70_001), sink);
    assert.deepEqual(await sink.finish(), { bytes: body.length, crc32c: crc32c(body, 0) });
    assert.ok(storage.objects.get(KEY)?.body.equals(body));
    assert.deepEqual(await storage.openUploads(''), []);
  });

test('every byte is looked at once and in order, before it leaves', async () => {
  const body = lines(20 * MIB);
  const seen: Buffer[] = [];
  const { sink } = sinkOf({
    look(bytes) {
      seen.push(Buffer.from(bytes));
      return null;
    },
  });
  await pour(inChunks(body, 65_536), sink);
  await sink.finish();
  assert.ok(Buffer.concat(seen).equals(body));
});

test('who looks may ask to be waited for', async () => {
  const body = lines(10 * MIB);
  let looking = 0;
  const { sink, storage } = sinkOf({
    async look() {
      looking += 1;
      await new Promise(setImmediate);
      looking -= 1;
      assert.equal(looking, 0, 'one at a time');
    },
  });
  await pour(inChunks(body, 1 * MIB), sink);
  await sink.finish();
  assert.ok(storage.objects.get(KEY)?.body.equals(body));
});

describe('what refuses the content, and an upload that fails', () => {
  test('stop the pour, and nothing is left open', async () => {
    const { sink, storage } = sinkOf({
      look() {
        throw new Error('not a line');
      },
    });
    await assert.rejects(pour(inChunks(lines(1 * MIB), 9_999), sink), /not a line/);
    await sink.abort();
    assert.deepEqual(await storage.openUploads(''), []);
  });

  test('reach whoever pours', async () => {
    const { deps } = sinkOf();
    const uploadPart = async () => {
      throw new Error('S3 is away');
    };
    const sink = objectSink(plain, { ...deps, storage: { ...deps.storage, uploadPart } });
    await assert.rejects(pour(inChunks(lines(40 * MIB), 65_536), sink), /S3 is away/);
    await sink.abort();
    assert.deepEqual(await deps.storage.openUploads(''), []);
  });
});

test('D24: a paused upload goes on in another call, at the end of a line, and makes the same object', async () => {
  const body = lines(30 * MIB);
  const scanner = fullScanner('bulk_organized');
  const look = (bytes: Buffer) => {
    scanner.write(bytes);
    return null;
  };
  const { sink, deps, storage } = sinkOf({ look, place: scanner.place });
  await pour(inChunks(body.subarray(0, 21 * MIB), 65_536), sink);
  const { uploaded, place } = (await sink.pause()) ?? assert.fail('nothing is stored');
  assert.ok(uploaded.bytes >= 10 * MIB, `${uploaded.bytes}`);
  assert.equal(body[uploaded.bytes - 1], 0x0a);
  assert.equal(place.offset, uploaded.bytes);
  const next = objectSink({ ...plain, uploaded: JSON.parse(JSON.stringify(uploaded)) }, deps);
  await pour(inChunks(body.subarray(uploaded.bytes), 65_536), next);
  assert.deepEqual(await next.finish(), { bytes: body.length, crc32c: crc32c(body, 0) });
  assert.ok(storage.objects.get(KEY)?.body.equals(body));
});

test('D20: a line that is longer than a part is cut within, and stored whole', async () => {
  const body = Buffer.concat([lines(1 * MIB), Buffer.alloc(20 * MIB, 'x'), lines(9 * MIB)]);
  const { sink, storage } = sinkOf();
  await pour(inChunks(body, 65_536), sink);
  await sink.finish();
  assert.ok(storage.objects.get(KEY)?.body.equals(body));
});
