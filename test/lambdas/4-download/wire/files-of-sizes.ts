import assert from 'node:assert/strict';
import { createCipheriv } from 'node:crypto';
import { test } from 'node:test';
import { httpFor } from '../../../../lambdas/http/http-for.ts';
import { sizesOf } from '../../../../lambdas/runtime/sizes.ts';
import { TRANSPORTS } from '../../http/both-transports.ts';
import { answered, CHUNKED, chunk, LAST_CHUNK, type Sent, sent, withLength } from './framed.ts';
import { splitAt } from './random-files.ts';
import { type Ended, wireWorld } from './wire-world.ts';

/** Sizes around S3's smallest part, our parts, and compressed blocks. */
const around = (bytes: number) => [bytes - 1, bytes, bytes + 1];
const sizesAt = (mib: number) => [0, 1, ...around(5 * mib), ...around(8 * mib), 16 * mib + 1];
/** Enough if the transport makes no difference. */
const fewSizesAt = (mib: number) => [0, 1, 8 * mib + 1, 16 * mib + 1];

const CHUNK_BYTES = 100_003;
const inManyChunks = (file: Sent): Buffer => {
  const positions = Array.from(
    { length: Math.floor(file.bytes.length / CHUNK_BYTES) },
    (_, i) => (i + 1) * CHUNK_BYTES,
  );
  const whole = splitAt(file.bytes, positions).filter(({ length }) => length > 0);
  return answered(file, [CHUNKED], ...whole.map((each) => chunk(each)), LAST_CHUNK);
};

function check(ended: Ended, { content, lines }: ReturnType<typeof sized>, where: string) {
  assert.deepEqual([ended.end, ended.lines], ['landed', lines], `${where}: ${ended.message}`);
  assert.ok(ended.content?.equals(content), where);
  assert.equal(ended.openUploads, 0, where);
}

/** Tests with files of those sizes. `mib`: the bytes of a MiB. */
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
    test(`a file of ${bytes} bytes is stored raw as gzip, and may be compressed here (S7)`, async (context) => {
      const fetch = await wireWorld(context, { http: httpFor('direct'), sizes });
      const file = sized(bytes);
      const gzip = sent(file.content, 'gzip');
      const raw = await fetch({ bytes: withLength(gzip) });
      check(raw, file, 'as gzip');
      assert.ok([...raw.objects.values()][0]?.equals(gzip.bytes));
      const plain = sent(file.content, 'identity');
      check(await fetch({ bytes: withLength(plain) }, { compress: 'zstd' }), file, 'compressed');
    });

  for (const [compress, bytes, count] of [
    ['none', 64 * mib + 1, 1],
    ['zstd', 96 * mib, 2],
  ] as const)
    test(`a file of ${bytes} bytes with compress ${compress} makes ${count} objects`, async (context) => {
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

const LINE_BYTES = 1000;
const BEGIN = '{"resourceType":"Patient","id":"';
const END = '"}\n';
const SHORTEST_BYTES = BEGIN.length + END.length;

/** NDJSON of exactly that many bytes, which hardly compresses; blank lines if they are too few for a record. */
function sized(bytes: number): { content: Buffer; lines: number } {
  if (bytes < SHORTEST_BYTES) return { content: Buffer.alloc(bytes, '\n'), lines: 0 };
  const lines = Math.max(1, Math.floor(bytes / LINE_BYTES));
  const noise = noiseOf(bytes);
  const content = Buffer.allocUnsafe(bytes);
  for (let line = 0, at = 0; line < lines; line += 1) {
    const end = line === lines - 1 ? bytes : at + LINE_BYTES;
    content.write(BEGIN, at);
    noise.copy(content, at + BEGIN.length, at, end - SHORTEST_BYTES);
    content.write(END, end - END.length);
    at = end;
  }
  return { content, lines };
}

/** Letters and digits without repetition, the same each time. */
function noiseOf(bytes: number): Buffer {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16));
  return Buffer.from(cipher.update(Buffer.alloc(bytes)).toString('base64'));
}
