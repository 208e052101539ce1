import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeChunks, type Trailers } from '../../../../../local/cloud/s3/body/aws-chunked.ts';

/** Frames runs of bytes as an SDK does. */
function frame(runs: Buffer[], trailer = ''): Buffer {
  const chunks = runs.map((run) => [Buffer.from(`${run.length.toString(16)}\r\n`), run, '\r\n']);
  const parts = [...chunks.flat(), `0\r\n${trailer}\r\n`];
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

async function decode(pieces: Buffer[], trailers: Trailers = new Map()): Promise<Buffer> {
  const runs: Buffer[] = [];
  for await (const run of decodeChunks(pieces, trailers)) runs.push(run);
  return Buffer.concat(runs);
}

/** Cuts bytes at the given places. */
function cut(bytes: Buffer, places: number[]): Buffer[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort(
    (a, b) => a - b,
  );
  return [...ends, bytes.length].map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
}

const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((array) => Buffer.from(array));

test('the content is decoded whole, however the connection splits it', () =>
  fc.assert(
    fc.asyncProperty(fc.array(bytes), fc.array(fc.nat()), async (runs, places) => {
      const content = await decode(cut(frame(runs), places));
      assert.deepEqual(content, Buffer.concat(runs));
    }),
  ));

test('a stream that is cut anywhere is IncompleteBody', async () => {
  const whole = frame(
    [Buffer.from('hello'), Buffer.from('world')],
    'x-amz-checksum-crc32:AA==\r\n',
  );
  for (let end = 0; end < whole.length; end += 1)
    await assert.rejects(decode([whole.subarray(0, end)]), { code: 'IncompleteBody' }, `at ${end}`);
});

test('trailers are read, signatures of chunks are ignored', async () => {
  const trailers: Trailers = new Map();
  const signed = Buffer.from('5;chunk-signature=abc\r\nhello\r\n0;chunk-signature=def\r\n');
  const end = Buffer.from('X-Amz-Checksum-Crc32: AAAA \r\n\r\n');
  assert.equal(String(await decode([signed, end], trailers)), 'hello');
  assert.deepEqual([...trailers], [['x-amz-checksum-crc32', 'AAAA']]);
});

test('what is not aws-chunked is refused', async () => {
  for (const text of ['hello\r\n', '-5\r\nhello\r\n', '2\r\nhello\r\n0\r\n\r\n'])
    await assert.rejects(decode([Buffer.from(text)]), { code: 'IncompleteBody' }, text);
});
