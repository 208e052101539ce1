import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { contentMaker, gzipped } from '../../bench/servers/content.ts';
import { hashedFiles } from '../../bench/servers/hashed-files.ts';
import { selfTimes } from '../../bench/suites/profile.ts';

test('a repeated block is repeated gzip, and empty content is gzip, too', () => {
  const content = { block: Buffer.from('{"a":1}\n'), times: 3 };
  const { block, times } = gzipped(content);
  const all = Buffer.concat(Array.from({ length: times }, () => block));
  assert.equal(gunzipSync(all).toString(), '{"a":1}\n'.repeat(3));
  const empty = gzipped(contentMaker()('Patient', 0));
  assert.equal(empty.times, 1);
  assert.equal(gunzipSync(empty.block).length, 0);
});

const FILE = '/hashed/fhir/Patient/part-00001';

async function hashed(objects: [path: string, parts: Buffer[]][]) {
  const files = hashedFiles();
  for (const [path, parts] of objects) {
    await files.begin(path);
    for (const [i, part] of parts.entries()) await files.add(path, Readable.from([part]), i + 1);
    await files.end(path);
  }
  return files.all()[FILE];
}

test('a file has the same hash in one object, in parts, or in compressed segments', async () => {
  const [one, two] = [Buffer.from('{"a":1}\n'), Buffer.from('{"b":2}\n')];
  const whole = await hashed([[`${FILE}.ndjson`, [Buffer.concat([one, two])]]]);
  const cut = await hashed([[`${FILE}.ndjson.gz`, [gzipSync(one), gzipSync(two)]]]);
  const segments = await hashed([
    [`${FILE}-00001.ndjson.zst`, [zstdCompressSync(one)]],
    [`${FILE}-00002.ndjson.zst`, [zstdCompressSync(two)]],
  ]);
  const again = await hashed([
    [`${FILE}.ndjson`, [one]],
    [`${FILE}.ndjson`, [one, two]],
  ]);
  const hashes = [cut, segments, again].map((file) => file?.sha256);
  assert.deepEqual(hashes, [whole?.sha256, whole?.sha256, whole?.sha256]);
  assert.equal(segments?.objects, 2);
  const other = await hashed([[`${FILE}.ndjson`, [two, one]]]);
  assert.notEqual(other?.sha256, whole?.sha256);
});

test('segments and parts out of order are refused', async () => {
  await assert.rejects(hashed([[`${FILE}-00002.ndjson.gz`, [gzipSync('')]]]), /out of order/);
  const files = hashedFiles();
  await files.begin(`${FILE}.ndjson`);
  await assert.rejects(files.add(`${FILE}.ndjson`, Readable.from(['x']), 2), /out of order/);
});

test('the time of a profile is that of the sampled functions, without idle time', () => {
  const frame = (functionName: string, url: string) => ({ functionName, url });
  const times = selfTimes({
    nodes: [
      { id: 1, callFrame: frame('scan', 'file:///sluice.mjs') },
      { id: 2, callFrame: frame('(idle)', '') },
      { id: 3, callFrame: frame('writev', '') },
      { id: 4, callFrame: frame('scan', 'file:///sluice.mjs') },
    ],
    samples: [1, 2, 3, 4],
    timeDeltas: [1_000_000, 5_000_000, 250_000, 500_000],
  });
  assert.deepEqual(times, [
    { name: 'scan', where: 'Sluice', seconds: 1.5 },
    { name: 'writev', where: 'native', seconds: 0.25 },
  ]);
});
