import assert from 'node:assert/strict';
import { test } from 'node:test';
import { httpOver } from '../../../../lambdas/shared/http/http-over.ts';
import type { Source } from '../../../../lambdas/shared/settings/source.ts';
import { PATHS } from '../../shared/http/both-paths.ts';
import { answered, CHUNKED, chunk, LAST_CHUNK, type Sent, sent, withLength } from './framed.ts';
import { cutAt } from './random-files.ts';
import { sized } from './sized.ts';
import { type Ended, wireWorld } from './wire-world.ts';

/**
 * Files of the sizes at which something else begins: S3's smallest part, our parts, the blocks that are
 * compressed, and the objects that a compressed file is cut into. Larger ones are bench's.
 */

const MIB = 1024 ** 2;
const around = (bytes: number) => [bytes - 1, bytes, bytes + 1];
const SIZES = [0, 1, ...around(5 * MIB), ...around(8 * MIB), 16 * MIB + 1];
/** Each costs seconds: where the way over HTTP makes no difference, one will do. */
const FEW_SIZES = [0, 1, 8 * MIB + 1, 16 * MIB + 1];

const CHUNK_BYTES = 100_003;
const inManyChunks = (file: Sent): Buffer => {
  const places = Array.from(
    { length: Math.floor(file.bytes.length / CHUNK_BYTES) },
    (_, i) => (i + 1) * CHUNK_BYTES,
  );
  const whole = cutAt(file.bytes, places).filter(({ length }) => length > 0);
  return answered(file, [CHUNKED], ...whole.map((each) => chunk(each)), LAST_CHUNK);
};

function check(ended: Ended, { content, lines }: ReturnType<typeof sized>, where: string) {
  assert.deepEqual([ended.end, ended.lines], ['landed', lines], `${where}: ${ended.message}`);
  assert.ok(ended.content?.equals(content), where);
  assert.equal(ended.openUploads, 0, where);
}

for (const [path, open] of PATHS)
  for (const bytes of path === 'direct' ? SIZES : FEW_SIZES)
    test(`${path}: D19, S7: a file of ${bytes} bytes lands byte for byte, with a length and in chunks`, async (context) => {
      const fetch = await wireWorld(context, { http: open(), secure: undefined });
      const file = sized(bytes);
      const plain = sent(file.content, 'identity');
      check(await fetch({ bytes: withLength(plain) }), file, 'with a length');
      check(await fetch({ bytes: inManyChunks(plain) }), file, 'in chunks');
    });

for (const bytes of FEW_SIZES)
  test(`S7: a file of ${bytes} bytes is stored as the gzip that it came as, and may be compressed here`, async (context) => {
    const fetch = await wireWorld(context, { http: httpOver('direct'), secure: undefined });
    const file = sized(bytes);
    const gzip = sent(file.content, 'gzip');
    const asItCame = await fetch({ bytes: withLength(gzip) });
    check(asItCame, file, 'as gzip');
    assert.ok([...asItCame.objects.values()][0]?.equals(gzip.bytes));
    const plain = sent(file.content, 'identity');
    check(await fetch({ bytes: withLength(plain) }, { compress: 'zstd' }), file, 'compressed');
  });

const objects: [Source['compress'], number, number][] = [
  ['none', 64 * MIB + 1, 1],
  ['zstd', 96 * MIB, 2],
];
for (const [compress, bytes, count] of objects)
  test(`a file of ${bytes} bytes that is stored with compress ${compress} makes ${count} in the bucket`, async (context) => {
    const fetch = await wireWorld(context, { http: httpOver('direct'), secure: undefined });
    const file = sized(bytes);
    const ended = await fetch({ bytes: withLength(sent(file.content, 'identity')) }, { compress });
    check(ended, file, compress);
    assert.equal(ended.objects.size, count);
  });
