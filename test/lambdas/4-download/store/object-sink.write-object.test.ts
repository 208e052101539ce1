import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { writeObject } from '../../../../lambdas/4-download/store/object-sink.ts';
import { partBuffers } from '../../../../lambdas/4-download/store/part-buffers.ts';
import type { Storage } from '../../../../lambdas/lake/storage.ts';
import { SMALL_MIB, smallSizes } from '../../../fakes/builders.ts';
import { memoryStorage } from '../../../fakes/memory-storage.ts';

const KEY = 'fhir/Patient/a';
const PART = smallSizes.part;

async function* chunksOf(bytes: Buffer, size: number) {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

/** Bytes that differ from those around them. */
const patterned = (length: number) => {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE(at, at);
  return bytes;
};

const buffers = partBuffers();
const depsOf = (storage: Storage) => ({ storage, buffers, sizes: smallSizes });

/** Storage that records which of its methods wrote. */
function recordingStorage() {
  const storage = memoryStorage(smallSizes.smallestPart);
  const verbs: string[] = [];
  return {
    ...storage,
    verbs,
    put: (...args: Parameters<typeof storage.put>) => {
      verbs.push('put');
      return storage.put(...args);
    },
    uploadPart: (...args: Parameters<typeof storage.uploadPart>) => {
      verbs.push(`part ${args[2]} of ${args[3].length / SMALL_MIB} units`);
      return storage.uploadPart(...args);
    },
  };
}

const cases: [string, number, string[]][] = [
  ['nothing (D19)', 0, ['put']],
  ['one byte', 1, ['put']],
  ['just one part', PART, ['put']],
  ['a little more', PART + SMALL_MIB, ['part 1 of 8 units', 'part 2 of 1 units']],
  ['just two parts', 2 * PART, ['part 1 of 8 units', 'part 2 of 8 units']],
];
for (const [what, length, verbs] of cases)
  test(`${what} is written as ${verbs.join(', ')}, and all of it`, async () => {
    const storage = recordingStorage();
    const bytes = patterned(length);
    await writeObject(KEY, chunksOf(bytes, 512), depsOf(storage));
    assert.deepEqual(storage.verbs, verbs);
    assert(storage.objects.get(KEY)?.body.equals(bytes));
    assert.deepEqual(await storage.openUploads(''), []);
  });

test('one chunk of many parts is split into them', async () => {
  const storage = recordingStorage();
  const bytes = patterned(2 * PART + SMALL_MIB);
  await writeObject(KEY, chunksOf(bytes, bytes.length), depsOf(storage));
  assert.equal(storage.verbs.length, 3);
  assert(storage.objects.get(KEY)?.body.equals(bytes));
});

test('however the chunks are split, it is the same object', async () => {
  const bytes = patterned(PART + 3 * SMALL_MIB);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 55, max: 9 * SMALL_MIB }), async (size) => {
      const storage = memoryStorage(smallSizes.smallestPart);
      await writeObject(KEY, chunksOf(bytes, size), depsOf(storage));
      assert(storage.objects.get(KEY)?.body.equals(bytes));
    }),
    { numRuns: 10 },
  );
});

/** Bytes that end in an error. */
async function* failing(length: number) {
  yield Buffer.alloc(length);
  throw new RangeError('no more');
}

for (const length of [0, SMALL_MIB, PART, 3 * PART])
  test(`after ${length / SMALL_MIB} units and an error nothing is stored, and no upload is open`, async () => {
    const storage = memoryStorage(smallSizes.smallestPart);
    await assert.rejects(writeObject(KEY, failing(length), depsOf(storage)), {
      name: 'RangeError',
    });
    assert.equal(storage.objects.size, 0);
    assert.deepEqual(await storage.openUploads(''), []);
  });

for (const verb of ['uploadPart', 'completeUpload'] as const)
  test(`after ${verb} failed, no upload is left open (S2)`, async () => {
    const storage = memoryStorage(smallSizes.smallestPart);
    storage[verb] = async () => {
      throw new RangeError('no');
    };
    const source = chunksOf(Buffer.alloc(2 * PART), SMALL_MIB);
    await assert.rejects(writeObject(KEY, source, depsOf(storage)), { name: 'RangeError' });
    assert.deepEqual(await storage.openUploads(''), []);
    assert.equal(storage.objects.size, 0);
  });

test('the source is ended if storage fails', async () => {
  let ended = false;
  async function* source() {
    try {
      for (let i = 0; i < 100; i += 1) yield Buffer.alloc(PART);
    } finally {
      ended = true;
    }
  }
  const storage = memoryStorage(smallSizes.smallestPart);
  storage.createUpload = async () => {
    throw new RangeError('no');
  };
  await assert.rejects(writeObject(KEY, source(), depsOf(storage)), { name: 'RangeError' });
  assert(ended);
});
