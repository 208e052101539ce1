import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { FileCheckpoint } from '../../../../lambdas/lake/checkpoint-records.ts';
import { SMALL_MIB } from '../../../fakes/builders.ts';
import { fetchWorld } from '../fetch-world.ts';
import { patients } from '../files.ts';
import { incompressiblePatients } from './compressed-world.ts';
import { contentOf } from './unpacked.ts';

const isTimeUp = () => true;
const gzip = { 'content-encoding': 'gzip' };
const LONG = incompressiblePatients(14 * SMALL_MIB, 512);
const zipped = gzipSync(LONG, { level: 1 });
/** In chunks, as a socket gives it. */
const inChunks = (body: Buffer, chunkBytes = 511): Buffer[] =>
  Array.from({ length: Math.ceil(body.length / chunkBytes) }, (_, i) =>
    body.subarray(i * chunkBytes, (i + 1) * chunkBytes),
  );
const LONG_GZIP = { headers: gzip, body: inChunks(zipped) };
const UNENCODED: FileCheckpoint = { kind: 'unencoded', index: 1 };

test('a gzip of several parts is stored raw, byte for byte', async () => {
  const world = fetchWorld(LONG_GZIP);
  const receipt = await world.fetch();
  assert.ok(zipped.length > 8 * SMALL_MIB);
  assert.ok(world.stored('.gz')?.equals(zipped));
  assert.deepEqual([receipt.bytes, receipt.encodedBytes], [LONG.length, zipped.length]);
});

test('a gzip whose last bytes the decoder has no room for lands as well', async () => {
  const world = fetchWorld({ headers: gzip, body: zipped });
  assert.equal((await world.fetch()).bytes, LONG.length);
});

test('a gzip cannot be resumed: it is aborted, and requested as identity (D24)', async () => {
  const world = fetchWorld(LONG_GZIP, {}, { isTimeUp });
  assert.deepEqual(await world.fetchOnce(), { kind: 'paused', checkpoint: UNENCODED });
  assert.deepEqual(await world.storage.openUploads(''), []);
  assert.equal(world.storage.objects.size, 0);
});

test('a gzip of one part lands, however short the time (D24)', async () => {
  const body = gzipSync(patients('a', 'b'));
  const world = fetchWorld({ headers: gzip, body }, {}, { isTimeUp });
  assert.equal((await world.fetch()).lines, 2);
});

test('a file that is requested as identity lands over several calls', async () => {
  const world = fetchWorld({ body: inChunks(LONG) }, {}, { isTimeUp });
  const left = await world.fetchOnce(UNENCODED);
  assert.ok(left.kind === 'paused' && left.checkpoint.kind === 'plain');
  assert.equal((await world.fetchOnce(left.checkpoint)).kind, 'landed');
  assert.deepEqual(
    world.http.requests.map(({ headers }) => headers['accept-encoding']),
    ['identity', 'identity'],
  );
  assert.ok(contentOf(world.storage).equals(LONG));
});

test('a server that sends gzip nevertheless is refused if it takes too long, with advice (D24)', async () => {
  const late = fetchWorld(LONG_GZIP, {}, { isTimeUp });
  await assert.rejects(late.fetchOnce(UNENCODED), {
    name: 'FileRefused',
    message: /longer than a call.* make smaller files or honour accept-encoding/,
  });
  assert.deepEqual(await late.storage.openUploads(''), []);
  const inTime = fetchWorld(LONG_GZIP);
  assert.equal((await inTime.fetchOnce(UNENCODED)).kind, 'landed');
});

test('a file that was begun as identity and comes as gzip is restarted, and no upload is left open', async () => {
  for (const compress of ['none', 'zstd'] as const) {
    const first = { body: inChunks(LONG) };
    let isLate = true;
    const how = { compress, isTimeUp: () => isLate };
    const world = fetchWorld([first, LONG_GZIP], {}, how);
    const left = await world.fetchOnce();
    assert.ok(left.kind === 'paused' && left.checkpoint.kind !== 'unencoded');
    isLate = false;
    assert.equal((await world.fetchOnce(left.checkpoint)).kind, 'landed');
    assert.ok(contentOf(world.storage).equals(LONG));
    assert.equal(world.storage.objects.size, 1);
    assert.deepEqual(await world.storage.openUploads(''), []);
  }
});

for (const [what, body] of [
  ['is truncated', zipped.subarray(0, -1)],
  ['has garbage after it', Buffer.concat([zipped, Buffer.from('marker')])],
  ['has a zero and a file after it', Buffer.concat([zipped, Buffer.alloc(1), zipped])],
  [
    'has a wrong CRC',
    Buffer.concat([zipped.subarray(0, -8), Buffer.alloc(4), zipped.subarray(-4)]),
  ],
] as const)
  test(`a gzip of several parts that ${what} is refused, and nothing of it is left (D1)`, async () => {
    const world = fetchWorld({ headers: gzip, body: inChunks(body) });
    await assert.rejects(world.fetch(), { name: 'FileTruncated' });
    assert.equal(world.storage.objects.size, 0);
    assert.deepEqual(await world.storage.openUploads(''), []);
  });

test('a bomb is refused, and nothing of it is left (D5)', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * SMALL_MIB, `${' '.repeat(99)}\n`));
  const world = fetchWorld({ headers: gzip, body: inChunks(bomb, 64) });
  await assert.rejects(world.fetch(), { name: 'FileNotNdjson', message: /200 times/ });
  assert.equal(world.storage.objects.size, 0);
});
