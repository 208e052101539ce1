import assert from 'node:assert/strict';
import { test } from 'node:test';
import { httpFor } from '../../../../lambdas/http/http-for.ts';
import { sizesOf } from '../../../../lambdas/runtime/sizes.ts';
import { TRANSPORTS } from '../../http/both-transports.ts';
import { answered, CHUNKED, chunk, LAST_CHUNK, type Sent, sent, withLength } from './framed.ts';
import { cutAt } from './random-files.ts';
import { sized } from './sized.ts';
import { type Ended, wireWorld } from './wire-world.ts';

/** Something else begins at these: S3's smallest part, our parts, and the blocks that are compressed. */
const around = (bytes: number) => [bytes - 1, bytes, bytes + 1];
const sizesAt = (mib: number) => [0, 1, ...around(5 * mib), ...around(8 * mib), 16 * mib + 1];
/** Where the way over HTTP makes no difference, these will do. */
const fewSizesAt = (mib: number) => [0, 1, 8 * mib + 1, 16 * mib + 1];

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

/** Tests with files of those sizes, where a MiB has so many bytes. */
export function filesOfSizes(mib: number): void {
  const sizes = sizesOf(mib);
  for (const [path, open] of TRANSPORTS)
    for (const bytes of path === 'direct' ? sizesAt(mib) : fewSizesAt(mib))
      test(`${path}: a file of ${bytes} bytes lands byte for byte, with a length and in chunks (D19, S7)`, async (context) => {
        const fetch = await wireWorld(context, { http: open(), sizes });
        const file = sized(bytes);
        const plain = sent(file.content, 'identity');
        check(await fetch({ bytes: withLength(plain) }), file, 'with a length');
        check(await fetch({ bytes: inManyChunks(plain) }), file, 'in chunks');
      });

  for (const bytes of fewSizesAt(mib))
    test(`a file of ${bytes} bytes is stored as the gzip that it came as, and may be compressed here (S7)`, async (context) => {
      const fetch = await wireWorld(context, { http: httpFor('direct'), sizes });
      const file = sized(bytes);
      const gzip = sent(file.content, 'gzip');
      const asItCame = await fetch({ bytes: withLength(gzip) });
      check(asItCame, file, 'as gzip');
      assert.ok([...asItCame.objects.values()][0]?.equals(gzip.bytes));
      const plain = sent(file.content, 'identity');
      check(await fetch({ bytes: withLength(plain) }, { compress: 'zstd' }), file, 'compressed');
    });

  for (const [compress, bytes, count] of [
    ['none', 64 * mib + 1, 1],
    ['zstd', 96 * mib, 2],
  ] as const)
    test(`a file of ${bytes} bytes that is stored with compress ${compress} makes ${count} in the bucket`, async (context) => {
      const fetch = await wireWorld(context, { http: httpFor('direct'), sizes });
      const file = sized(bytes);
      const ended = await fetch(
        { bytes: withLength(sent(file.content, 'identity')) },
        { compress },
      );
      check(ended, file, compress);
      assert.equal(ended.objects.size, count);
    });
}
