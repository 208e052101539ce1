import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zstdDecompressSync } from 'node:zlib';
import { aFile, SMALL_MIB } from '../../fakes/builders.ts';
import { downloadLong, longContent, longFile, partOf } from './long-file-world.ts';

const CONTENT = longContent();

const rangesOf = (requests: readonly { headers: Readonly<Record<string, string>> }[]) =>
  requests.map(({ headers }) => Number(/\d+/.exec(headers.range ?? '')?.[0] ?? 0));

test('the rest of a file that is truncated again and again is requested, and it lands whole (D1)', async () => {
  const done = await downloadLong((request) => ({
    ...partOf(CONTENT, request),
    cutAfter: 9 * SMALL_MIB,
  }));
  assert.deepEqual([done.end, done.openUploads], ['done', 0]);
  assert.ok(done.stored?.equals(CONTENT));
  const ranges = rangesOf(done.requests);
  assert.ok(ranges.length > 2);
  assert.deepEqual(
    ranges,
    [...new Set(ranges)].sort((a, b) => a - b),
    'always further',
  );
});

test('a compressed file resumes after its last block (D1)', async () => {
  const answer = (request: Parameters<typeof partOf>[1]) => ({
    ...partOf(CONTENT, request),
    cutAfter: 9 * SMALL_MIB,
  });
  const { end, storage, openUploads } = await downloadLong(answer, () => 'zstd');
  assert.deepEqual([end, openUploads], ['done', 0]);
  const stem = aFile().key.replace('.ndjson', '-');
  const segments = [...storage.objects].filter(([key]) => key.startsWith(stem)).sort();
  const unpacked = segments.map(([, { body }]) => zstdDecompressSync(body));
  assert.ok(Buffer.concat(unpacked).equals(CONTENT));
});

test('a truncated file without a strong validator is fetched from its beginning (D1)', async () => {
  const done = await downloadLong((request, nth) => ({
    ...partOf(CONTENT, request, 'W/"1"'),
    ...(nth === 1 && { cutAfter: 9 * SMALL_MIB }),
  }));
  assert.equal(done.end, 'done');
  assert.ok(done.stored?.equals(CONTENT));
  assert.deepEqual(new Set(rangesOf(done.requests)), new Set([0]));
});

test('if no more of it comes the call fails, and the next one resumes from what is stored (D1)', async () => {
  let heals = false;
  const { call, requests, storage } = await longFile((request, nth) => ({
    ...partOf(CONTENT, request),
    ...(!heals && { cutAfter: nth === 1 ? 9 * SMALL_MIB : SMALL_MIB }),
  }));
  await assert.rejects(call(), { name: 'FileTruncated' });
  const [first, ...tries] = rangesOf(requests);
  assert.deepEqual([first, new Set(tries).size, tries.length], [0, 1, 3]);
  heals = true;
  for (let kind = 'continue'; kind === 'continue'; ) ({ kind } = await call());
  assert.equal(rangesOf(requests)[tries.length + 1], tries[0]);
  assert.ok(storage.objects.get(aFile().key)?.body.equals(CONTENT));
  assert.deepEqual(await storage.openUploads(''), []);
});
