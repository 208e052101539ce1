import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataKey, exportKeys, typePrefix } from '../../../lambdas/lake/keys.ts';
import { aJob, EXPORT_DATE, EXPORT_ID, keys } from '../../fakes/builders.ts';
import { cleanUpWorld } from '../clean-up/clean-up-world.ts';

const failed = {
  detailType: 'Export failed',
  detail: { exportId: EXPORT_ID, source: 'acme', error: 'FileTruncated' },
};

test('a failed export is abandoned: job cancelled, failure recorded, lease free', async () => {
  const { cleanUp, failure, lease, announcer, http, log } = await cleanUpWorld();
  assert.equal((await cleanUp()).kind, 'failed');
  assert.deepEqual(await failure(), {
    name: 'FileTruncated',
    message: 'the file ended before its end',
    failedAt: '2026-11-22T03:00:00.000Z',
    serverJob: 'deleted',
  });
  assert.equal((await lease()).kind, 'free');
  assert.deepEqual(announcer.announcements, [failed]);
  assert.equal(http.requests.length, 1);
  assert.deepEqual(log.counts, [{ metric: 'FailedExports', value: 1 }]);
  const fields = {
    exportId: EXPORT_ID,
    source: 'acme',
    error: 'FileTruncated',
    serverJob: 'deleted',
  };
  assert.deepEqual(log.lines, [{ level: 'error', event: 'clean-up.failed-export', fields }]);
});

test('settling it twice announces and deletes nothing more', async () => {
  const { cleanUp, storage, announcer, http, log, clock } = await cleanUpWorld();
  await cleanUp();
  clock.advance(60);
  const before = new Map(storage.objects);
  assert.equal((await cleanUp()).kind, 'failed');
  assert.deepEqual(storage.objects, before);
  assert.deepEqual([announcer.announcements.length, http.requests.length], [1, 1]);
  assert.equal(log.counts.length, 1);
});

test('two calls at the same moment leave one failure and a free lease', async () => {
  const { cleanUp, failure, lease } = await cleanUpWorld();
  await Promise.all([cleanUp(), cleanUp()]);
  assert.equal((await failure()).name, 'FileTruncated');
  assert.equal((await lease()).kind, 'free');
});

test('an export without a job cancels none', async () => {
  const { cleanUp, failure, lease, http } = await cleanUpWorld({ job: null });
  await cleanUp();
  assert.equal((await failure()).serverJob, 'none');
  assert.equal((await lease()).kind, 'free');
  assert.equal(http.requests.length, 0);
});

test('an export that never started leaves a failure and nothing else', async () => {
  const { cleanUp, storage, failure } = await cleanUpWorld({ job: null });
  const { put } = storage;
  await put('exports/another/request.json', '{}');
  await cleanUp();
  assert.equal((await failure()).name, 'FileTruncated');
  assert.equal((await storage.read('exports/another/request.json'))?.text, '{}');
});

test('the lease of the next export is left alone', async () => {
  const { cleanUp, storage, lease, ...world } = await cleanUpWorld();
  await cleanUp();
  const next = { kind: 'held', exportId: 'next', executionArn: 'a', since: '2026-11-22T04:00:00Z' };
  const [key = ''] = [...storage.objects.keys()].filter((each) => each.endsWith('lease.json'));
  await storage.put(key, JSON.stringify(next));
  await cleanUp();
  assert.deepEqual(await lease(), next);
  assert.equal(world.announcer.announcements.length, 1);
});

test('open uploads of this export are aborted, those of others are not (S3)', async () => {
  const { cleanUp, storage } = await cleanUpWorld();
  const open = (exportId: string) =>
    storage.createUpload(dataKey(typePrefix('Patient', EXPORT_DATE, exportId), 1));
  await open(EXPORT_ID);
  await open(EXPORT_ID);
  const others = [`${EXPORT_ID}0`, `x${EXPORT_ID}`, 'another'];
  for (const other of others) await open(other);
  await cleanUp();
  const left = await storage.openUploads('');
  assert.deepEqual(
    left.map(({ key }) => /export_id=([^/]+)/.exec(key)?.[1]),
    others,
  );
});

test('open uploads of quarantined files are aborted, too (D10)', async () => {
  const { cleanUp, storage } = await cleanUpWorld();
  const other = exportKeys('another').quarantinedFile(1, 'identity');
  for (const key of [keys.quarantinedFile(1, 'gzip'), other]) await storage.createUpload(key);
  await cleanUp();
  assert.deepEqual(
    (await storage.openUploads('')).map(({ key }) => key),
    [other],
  );
});

test('open uploads of a resuming export are aborted under the prefix where its data lands', async () => {
  const dataExportId = 'acme-20261121T030000Z-000000';
  const { cleanUp, storage } = await cleanUpWorld({ job: aJob({ dataExportId }) });
  await storage.createUpload(dataKey(typePrefix('Patient', EXPORT_DATE, dataExportId), 1));
  await cleanUp();
  assert.deepEqual(await storage.openUploads(''), []);
});

test('a late Clean up keeps the uploads of the export that resumed this one', async () => {
  const { cleanUp, storage } = await cleanUpWorld();
  await cleanUp();
  await storage.put(keys.resumed, '{"by":"next"}');
  await storage.createUpload(dataKey(typePrefix('Patient', EXPORT_DATE, EXPORT_ID), 1));
  await cleanUp();
  assert.equal((await storage.openUploads('')).length, 1);
});

test('uploads opened after a Clean up are aborted by the next one (O6)', async () => {
  const { cleanUp, storage } = await cleanUpWorld();
  await cleanUp();
  await storage.createUpload(dataKey(typePrefix('Patient', EXPORT_DATE, EXPORT_ID), 1));
  await cleanUp();
  assert.deepEqual(await storage.openUploads(''), []);
});

test('a failure that could not be announced is announced by the next call', async () => {
  const { cleanUp, announcer } = await cleanUpWorld();
  const { announce } = announcer;
  announcer.announce = async () => {
    throw new Error('no bus');
  };
  await assert.rejects(cleanUp(), /no bus/);
  announcer.announce = announce;
  assert.equal((await cleanUp()).kind, 'failed');
  assert.deepEqual(announcer.announcements, [failed]);
});
