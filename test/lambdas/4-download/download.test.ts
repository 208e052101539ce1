import assert from 'node:assert/strict';
import { test } from 'node:test';
import { download } from '../../../lambdas/4-download/download.ts';
import { isLanded, ReceiptsRecord } from '../../../lambdas/lake/receipt-records.ts';
import { findRecord, writeRecord } from '../../../lambdas/lake/record.ts';
import { aDownload, aFile, aUnit, EXPORT_ID, keys, landedKey } from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';
import { aFileOf } from './files.ts';

const urlOf = (n: number) => `https://files.example/${n}.ndjson`;
const TIME = () => 15 * 60 * 1000;

/** One unit of as many files as there are answers. */
async function downloadWorld(...answers: (Scripted | Scripted[])[]) {
  const routes = Object.fromEntries(answers.map((answer, i) => [`GET ${urlOf(i + 1)}`, answer]));
  const deps = stepDeps({ routes });
  const files = answers.map((_, i) =>
    aFile({ index: i + 1, url: urlOf(i + 1), key: landedKey('Patient', i + 1) }),
  );
  await writeRecord(keys.unit(1), aUnit({ files, pages: [] }), deps.storage);
  const event = aDownload();
  const found = () => findRecord(keys.unitReceipts(1), ReceiptsRecord, deps.storage);
  return {
    ...deps,
    download: (remaining = TIME) => download(event, deps, remaining),
    receipts: async () => ((await found())?.record.receipts ?? []).filter(isLanded),
    asked: () => deps.http.requests.map(({ url }) => Number(/(\d+)\.ndjson/.exec(url)?.[1])),
  };
}

test('the files of a unit land one after another, each with a receipt', async () => {
  const { download, receipts, asked, log } = await downloadWorld(aFileOf('a'), aFileOf('b', 'c'));
  assert.deepEqual(await download(), { kind: 'done', files: 2, bytes: 108 });
  assert.deepEqual(
    (await receipts()).map(({ index, lines, objects: [object] }) => [index, object?.key, lines]),
    [
      [1, landedKey('Patient', 1), 1],
      [2, landedKey('Patient', 2), 2],
    ],
  );
  assert.deepEqual(asked(), [1, 2]);
  assert.deepEqual(log.counts, [{ metric: 'DownloadedBytes', value: 108 }]);
  assert.deepEqual(log.lines[0]?.fields, { exportId: EXPORT_ID, unit: 1, files: 2, bytes: 108 });
});

test('a second download of a unit fetches nothing', async () => {
  const { download, storage, asked } = await downloadWorld(aFileOf('a'), aFileOf('b'));
  const first = await download();
  const before = new Map(storage.objects);
  assert.deepEqual(await download(), first);
  assert.deepEqual(asked(), [1, 2]);
  assert.deepEqual(storage.objects, before);
});

test('a truncated file is fetched again, from its beginning (D1)', async () => {
  const cut = { ...aFileOf('a', 'b'), cut: true };
  const { download, receipts, asked, clock } = await downloadWorld([cut, cut, aFileOf('a', 'b')]);
  assert.equal((await download()).kind, 'done');
  assert.deepEqual(
    [asked(), clock.sleeps],
    [
      [1, 1, 1],
      [1000, 4000],
    ],
  );
  assert.equal((await receipts())[0]?.lines, 2);
});

test('a file that stays truncated fails the unit after three tries (D1)', async () => {
  const { download, asked } = await downloadWorld({ ...aFileOf('a'), cut: true });
  await assert.rejects(download(), { name: 'FileTruncated' });
  assert.deepEqual(asked(), [1, 1, 1]);
});

test('after a failure the next call resumes after the last good file', async () => {
  const gone = { status: 404 };
  const world = await downloadWorld(aFileOf('a'), [gone, aFileOf('b')], aFileOf('c'));
  await assert.rejects(world.download(), { name: 'FileRefused' });
  assert.equal((await world.receipts()).length, 1);
  assert.equal((await world.download()).kind, 'done');
  assert.deepEqual(world.asked(), [1, 2, 2, 3]);
  assert.equal((await world.receipts()).length, 3);
});

test('if the time runs out the next call resumes (D24)', async () => {
  const world = await downloadWorld(aFileOf('a'), aFileOf('b'), aFileOf('c'));
  // The first answer is the time of the whole call.
  const left = [130_000, 70_000, 59_999];
  assert.deepEqual(await world.download(() => left.shift() ?? 0), { kind: 'continue' });
  assert.deepEqual(world.asked(), [1, 2]);
  assert.deepEqual(await world.download(), { kind: 'done', files: 3, bytes: 108 });
  assert.deepEqual(world.asked(), [1, 2, 3]);
});

test('each call lands at least one file, however short its time (D24)', async () => {
  const world = await downloadWorld(aFileOf('a'), aFileOf('b'), aFileOf('c'));
  const none = () => 0;
  const kinds = [
    await world.download(none),
    await world.download(none),
    await world.download(none),
  ];
  assert.deepEqual(
    kinds.map(({ kind }) => kind),
    ['continue', 'continue', 'done'],
  );
  assert.deepEqual(world.asked(), [1, 2, 3]);
});

test('a crash costs at most the last ten seconds of work (D24)', async () => {
  const slow: Scripted = () => {
    world.clock.advance(6);
    return aFileOf('a');
  };
  const killed: Scripted = () => {
    world.storage.put = () => Promise.reject(new Error('killed'));
    return aFileOf('a');
  };
  const world = await downloadWorld(slow, slow, slow, [killed, slow]);
  const { put } = world.storage;
  await assert.rejects(world.download(), /killed/);
  world.storage.put = put;
  assert.equal((await world.download()).kind, 'done');
  assert.deepEqual(world.asked(), [1, 2, 3, 4, 3, 4]);
});

test('a unit without a record is RecordMissing', async () => {
  const event = aDownload(keys.unit(2));
  await assert.rejects(download(event, stepDeps(), TIME), { name: 'RecordMissing' });
});
