import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { selfTimes } from '../../bench/profile/self-times.ts';
import { contentMaker, gzipped } from '../../bench/servers/content.ts';
import { provedFiles } from '../../bench/servers/proved-files.ts';

test('a block that repeats is gzip that repeats, and nothing is gzip too', () => {
  const content = { block: Buffer.from('{"a":1}\n'), times: 3 };
  const { block, times } = gzipped(content);
  const all = Buffer.concat(Array.from({ length: times }, () => block));
  assert.equal(gunzipSync(all).toString(), '{"a":1}\n'.repeat(3));
  const empty = gzipped(contentMaker()('Patient', 0));
  assert.equal(empty.times, 1);
  assert.equal(gunzipSync(empty.block).length, 0);
});

const FILE = '/proved/fhir/Patient/part-00001';

async function proved(objects: [path: string, parts: Buffer[]][]) {
  const files = provedFiles();
  for (const [path, parts] of objects) {
    await files.begin(path);
    for (const [i, part] of parts.entries()) await files.add(path, Readable.from([part]), i + 1);
    await files.end(path);
  }
  return files.all()[FILE];
}

test('a file is the same in one object, in parts, or in compressed pieces', async () => {
  const [one, two] = [Buffer.from('{"a":1}\n'), Buffer.from('{"b":2}\n')];
  const whole = await proved([[`${FILE}.ndjson`, [Buffer.concat([one, two])]]]);
  const cut = await proved([[`${FILE}.ndjson.gz`, [gzipSync(one), gzipSync(two)]]]);
  const pieces = await proved([
    [`${FILE}-00001.ndjson.zst`, [zstdCompressSync(one)]],
    [`${FILE}-00002.ndjson.zst`, [zstdCompressSync(two)]],
  ]);
  const again = await proved([
    [`${FILE}.ndjson`, [one]],
    [`${FILE}.ndjson`, [one, two]],
  ]);
  const hashes = [cut, pieces, again].map((file) => file?.sha256);
  assert.deepEqual(hashes, [whole?.sha256, whole?.sha256, whole?.sha256]);
  assert.equal(pieces?.objects, 2);
  const other = await proved([[`${FILE}.ndjson`, [two, one]]]);
  assert.notEqual(other?.sha256, whole?.sha256);
});

test('pieces and parts that are out of order are refused', async () => {
  await assert.rejects(proved([[`${FILE}-00002.ndjson.gz`, [gzipSync('')]]]), /out of order/);
  const files = provedFiles();
  await files.begin(`${FILE}.ndjson`);
  await assert.rejects(files.add(`${FILE}.ndjson`, Readable.from(['x']), 2), /out of order/);
});

test('time of a profile is of the function that was sampled, and waiting is none', () => {
  const frame = (functionName: string, url: string) => ({ functionName, url });
  const times = selfTimes({
    nodes: [
      { id: 1, callFrame: frame('scan', 'file:///ours.mjs') },
      { id: 2, callFrame: frame('(idle)', '') },
      { id: 3, callFrame: frame('writev', '') },
      { id: 4, callFrame: frame('scan', 'file:///ours.mjs') },
    ],
    samples: [1, 2, 3, 4],
    timeDeltas: [1_000_000, 5_000_000, 250_000, 500_000],
  });
  assert.deepEqual(times, [
    { name: 'scan', where: 'Sluice', seconds: 1.5 },
    { name: 'writev', where: 'native', seconds: 0.25 },
  ]);
});
