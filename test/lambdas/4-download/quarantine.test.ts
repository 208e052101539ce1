import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { download } from '../../../lambdas/4-download/download.ts';
import type { Http } from '../../../lambdas/http/http.ts';
import { ReceiptsRecord } from '../../../lambdas/lake/receipt-records.ts';
import { readRecord, writeRecord } from '../../../lambdas/lake/record.ts';
import type { Source } from '../../../lambdas/settings/source.ts';
import { aDownload, aFile, aSource, aUnit, keys, SMALL_MIB } from '../../fakes/builders.ts';
import type { Reply, Scripted } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';
import { aFileOf, FILE, patient, patients } from './files.ts';

const event = aDownload();
const PROBLEM = /^line 2 at byte 36 is not a JSON object \(sha256 [0-9a-f]{16}…\)$/;
const BROKEN = `${patients('a')}{"resourceType":"Pat\n${patients('b')}`;
const broken: Reply = { body: BROKEN };

/** A unit of one file, and the server's answers to its requests. */
async function brokenWorld(
  answers: Scripted[],
  onBrokenFile: Source['onBrokenFile'] = 'quarantine',
) {
  const deps = stepDeps({ routes: { [FILE]: answers }, source: aSource({ onBrokenFile }) });
  await writeRecord(keys.unit(1), aUnit({ pages: [] }), deps.storage);
  return {
    ...deps,
    download: () => download(event, deps, () => 900_000),
    receipt: async () =>
      (await readRecord(keys.unitReceipts(1), ReceiptsRecord, deps.storage)).receipts[0],
    stored: (key: string) => deps.storage.objects.get(key)?.body,
  };
}

test('a file with a wrong line is fetched twice, then quarantined raw, and not landed (D10)', async () => {
  const { download, receipt, stored, clock, http, storage } = await brokenWorld([broken]);
  const bytes = Buffer.byteLength(BROKEN);
  assert.deepEqual(await download(), { kind: 'done', files: 1, bytes });
  assert.deepEqual([http.requests.length, clock.sleeps], [3, [1000]]);
  const put = await receipt();
  assert.ok(put?.kind === 'quarantined');
  assert.match(put.problem, PROBLEM);
  assert.equal(put.object.key, keys.quarantinedFile(1, 'identity'));
  assert.equal(put.object.bytes, bytes);
  assert.equal(stored(put.object.key)?.toString(), BROKEN);
  assert.equal(stored(aFile().key), undefined);
  assert.deepEqual(await storage.openUploads(''), []);
});

test('one that comes as gzip is quarantined as the same gzip (D10)', async () => {
  const zipped = gzipSync(BROKEN);
  const answer = { headers: { 'content-encoding': 'gzip' }, body: zipped };
  const { download, stored } = await brokenWorld([answer]);
  await download();
  assert.ok(stored(keys.quarantinedFile(1, 'gzip'))?.equals(zipped));
});

test('a quarantined file is not fetched again by the next call of the same unit (D10)', async () => {
  const { download, http } = await brokenWorld([broken]);
  await download();
  await download();
  assert.equal(http.requests.length, 3);
});

test('a file whose line is wrong once lands; with "fail", one whose line stays wrong fails the unit (D10)', async () => {
  const healed = await brokenWorld([broken, aFileOf('a')]);
  await healed.download();
  assert.equal((await healed.receipt())?.kind, 'landed');
  const failing = await brokenWorld([broken], 'fail');
  await assert.rejects(failing.download(), {
    name: 'LineRefused',
    message: /^file 1 of the manifest \(Patient\): line 2 at byte 36 is not/,
  });
  assert.equal(failing.http.requests.length, 2);
});

const others: [string, Reply, string][] = [
  ['is cut', { ...aFileOf('a', 'b'), cut: true }, 'FileTruncated'],
  ['is not there', { status: 404 }, 'FileRefused'],
  [
    'is a login page',
    { headers: { 'content-type': 'text/html' }, body: '<html>' },
    'FileNotNdjson',
  ],
  ['nothing proves the end of', { body: BROKEN, unframed: true }, 'UnverifiableLength'],
];
for (const [what, answer, name] of others)
  test(`a file that ${what} fails the unit, even if broken files are quarantined`, async () => {
    const world = await brokenWorld([answer]);
    await assert.rejects(world.download(), { name });
    assert.ok([...world.storage.objects.keys()].every((key) => !key.includes('quarantine')));
  });

test('one that is truncated while it is quarantined is fetched again, and is complete or fails (D1)', async () => {
  const cut = { ...broken, cut: true };
  const again = await brokenWorld([broken, broken, cut, broken]);
  await again.download();
  assert.equal(again.stored(keys.quarantinedFile(1, 'identity'))?.toString(), BROKEN);
  const never = await brokenWorld([broken, broken, cut]);
  await assert.rejects(never.download(), { name: 'FileTruncated' });
  assert.equal(never.stored(keys.quarantinedFile(1, 'identity')), undefined);
});

const line = `${patient('a'.repeat(1000))}\n`;
/** 20 small MiB, of which a call has time for about half, with a wrong line at the end. */
const LONG = Buffer.from(`${line.repeat((20 * SMALL_MIB) / line.length)}no\n`);

test('a file longer than a call counts its refusals over the calls (D10, D14)', async () => {
  const { clock, ...deps } = stepDeps();
  await writeRecord(keys.unit(1), aUnit({ pages: [] }), deps.storage);
  let requests = 0;
  const http: Http = async ({ headers }) => {
    requests += 1;
    const from = Number(/\d+/.exec(headers.range ?? '')?.[0] ?? 0);
    const rest = LONG.subarray(from);
    const range = { 'content-range': `bytes ${from}-${LONG.length - 1}/${LONG.length}` };
    const head = { etag: '"1"', 'content-length': `${rest.length}`, ...(from > 0 && range) };
    const pieces = function* () {
      for (let at = 0; at < rest.length; at += SMALL_MIB) {
        clock.advance(1);
        yield rest.subarray(at, at + SMALL_MIB);
      }
    };
    return { status: from > 0 ? 206 : 200, headers: head, body: Readable.from(pieces()) };
  };
  const call = () => {
    const ends = clock.now().getTime() + 42_000;
    return download(event, { ...deps, clock, http }, () => ends - clock.now().getTime());
  };
  const toTheEnd = async () => {
    for (let calls = 0; calls < 10; calls += 1) await call();
  };
  await assert.rejects(toTheEnd(), { name: 'LineRefused' });
  assert.ok(requests <= 6, `${requests} requests`);
});
