import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { segmentKey } from '../../../../lambdas/lake/keys.ts';
import { sizesOf } from '../../../../lambdas/runtime/sizes.ts';
import { crc32cOf, memoryStorage } from '../../../fakes/memory-storage.ts';
import { patient } from '../files.ts';
import { incompressiblePatients, KEY, landCompressed } from './compressed-world.ts';
import { contentOf, lakeOf, unpacked } from './unpacked.ts';

/** Not so small that the compressor's own memory holds a whole object. */
const MIB = 64 * 1024;
const LINE = patient('a');
const contents: [what: string, body: Buffer, lines: number][] = [
  ['of 0 bytes (D19)', Buffer.alloc(0), 0],
  ['of one line', Buffer.from(`${LINE}\n`), 1],
  ['without a final newline (D3)', Buffer.from(`${LINE}\n${LINE}`), 2],
  ['with CRLF (D12)', Buffer.from(`${LINE}\r\n${LINE}\r\n`), 2],
  ['with a BOM (D11)', Buffer.from(`\ufeff${LINE}\n`), 1],
  ['of several blocks', incompressiblePatients(12 * MIB), 0],
  ['with a line that is longer than a block (D20)', incompressiblePatients(14 * MIB, 9 * MIB), 0],
];
for (const encoding of ['gzip', 'zstd'] as const)
  for (const [what, body, lines] of contents)
    test(`a file ${what} lands as ${encoding}, and unpacked it is the source’s bytes`, async () => {
      const { storage, landed } = await landCompressed(body, encoding, { mib: MIB });
      assert.ok(landed.kind === 'stored');
      assert.ok(contentOf(storage).equals(body));
      assert.equal(landed.stats.bytes, body.length);
      if (lines > 0) assert.equal(landed.stats.lines, lines);
      assert.deepEqual(await storage.openUploads(''), []);
    });

const body = incompressiblePatients(92 * MIB, MIB);
const { storage, landed } = await landCompressed(body, 'zstd', { mib: MIB });

describe('a file of 92 small MiB that hardly compresses', () => {
  const lake = lakeOf(storage);
  assert.ok(landed.kind === 'stored');
  const { objects, stats: came } = landed;

  test('is several objects of 64 small MiB and a little more, and a last one', () => {
    const sizes = lake.map(([, stored]) => stored.length / MIB);
    assert.equal(sizes.length, 2, `${sizes}`);
    for (const size of sizes.slice(0, -1)) assert.ok(size >= 64 && size < 80, `${sizes}`);
    assert.deepEqual(
      lake.map(([key]) => key),
      sizes.map((_, i) => segmentKey(KEY, i + 1, 'zstd')),
    );
  });

  test('is split at line ends, and each object is one frame', () => {
    const pieces = lake.map(unpacked);
    for (const piece of pieces) assert.equal(piece.at(-1), 0x0a);
    assert.ok(Buffer.concat(pieces).equals(body));
  });

  test('has each of its objects in the receipt, with the number of its lines', () => {
    const expected = lake.map(([key, stored]) => {
      const checksum = `crc32c:${Buffer.from(crc32cOf(stored), 'base64').toString('hex')}`;
      const lines = unpacked([key, stored]).toString('latin1').split('\n').length - 1;
      return { key, bytes: stored.length, lines, checksum };
    });
    assert.deepEqual(objects, expected);
    assert.equal(
      expected.reduce((sum, { lines }) => sum + lines, 0),
      came.lines,
    );
  });

  test('is the same objects each time, however it comes', async () => {
    const again = await landCompressed(body, 'zstd', { mib: MIB, chunkBytes: 208_333 });
    assert.deepEqual(
      lakeOf(again.storage).map(([key, stored]) => [key, crc32cOf(stored)]),
      lake.map(([key, stored]) => [key, crc32cOf(stored)]),
    );
  });

  test('leaves nothing if its last line is wrong, not even the objects before', async () => {
    const wrong = Buffer.concat([body, Buffer.from('marker\n')]);
    const storage = memoryStorage(sizesOf(MIB).smallestPart);
    await assert.rejects(landCompressed(wrong, 'zstd', { mib: MIB, storage }), {
      name: 'LineRefused',
    });
    assert.deepEqual(lakeOf(storage), []);
    assert.deepEqual(await storage.openUploads(''), []);
  });
});

test('an upload that fails rejects the transfer', async () => {
  const storage = memoryStorage(sizesOf(MIB).smallestPart);
  storage.uploadPart = async () => {
    throw new RangeError('S3 is away');
  };
  const body = incompressiblePatients(20 * MIB, MIB);
  await assert.rejects(landCompressed(body, 'zstd', { mib: MIB, storage }), { name: 'RangeError' });
});
