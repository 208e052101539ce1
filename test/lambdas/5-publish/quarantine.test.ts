import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportLogPrefix, scopeKeys } from '../../../lambdas/lake/keys.ts';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import { EXPORT_ID, keys } from '../../fakes/builders.ts';
import { aQuarantinedReceipt } from '../../fakes/receipts.ts';
import { publishWorld } from './publish-world.ts';

/** Of an export of three files the third, the only Claim, is quarantined (D10). */
async function quarantinedWorld(of: Parameters<typeof publishWorld>[0] = {}) {
  const world = await publishWorld({ absent: [3], ...of });
  const put = aQuarantinedReceipt({ index: 3, type: 'Claim' });
  await writeRecord(keys.unitReceipts(2), { unit: 2, receipts: [put] }, world.storage);
  return { ...world, put };
}

test('an export with a quarantined file is published as incomplete, and its receipt says quarantined (D10)', async () => {
  const { publish, json, receipts, put } = await quarantinedWorld();
  const { complete, files, quarantinedFiles, bytes, lines } = await publish();
  assert.deepEqual([complete, files, quarantinedFiles, bytes, lines], [false, 2, 1, 10, 3]);
  const commit = await json(keys.commit);
  assert.deepEqual(commit.files, [...receipts.slice(0, 2), put]);
  assert.deepEqual([commit.complete, commit.bytes, commit.lines], [false, 10, 3]);
});

test('the last commit stays, so that the next export starts where the last complete one ended (D10)', async () => {
  const { publish, storage, scope, json } = await quarantinedWorld();
  await publish();
  assert.equal(storage.objects.has(scopeKeys('acme', scope).lastCommit), false);
  assert.equal((await json(scopeKeys('acme', scope).lease)).kind, 'free');
});

test('a quarantined file is in no partition and in no line of export_log (D10)', async () => {
  const { publish, storage, catalog } = await quarantinedWorld();
  await publish();
  const tables = catalog.partitions.map(({ values }) => values[0]);
  assert.ok(!tables.includes('Claim'));
  const log = await storage.read(`${exportLogPrefix(EXPORT_ID)}log.ndjson`);
  assert.deepEqual(
    (log?.text ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .map(({ position, complete }) => [position, complete]),
    [
      [1, false],
      [2, false],
    ],
  );
});

test('it is counted and announced, with its key and its line (D10)', async () => {
  const { publish, announcer, log, put } = await quarantinedWorld();
  await publish();
  const [announced] = announcer.announcements;
  assert.ok(announced?.detailType === 'Export published');
  assert.equal(announced.detail.quarantinedFiles, 1);
  assert.deepEqual(announced.detail.quarantined, [{ key: put.object.key, problem: put.problem }]);
  assert.ok(log.counts.some(({ metric, value }) => metric === 'QuarantinedFiles' && value === 1));
  assert.ok(log.counts.some(({ metric }) => metric === 'PartialExports'));
});

test('an event names ten files at most (D10)', async () => {
  const types = Array.from({ length: 11 }, () => 'Patient' as const);
  const put = types.map((_, i) => aQuarantinedReceipt({ index: i + 1 }));
  const absent = put.map(({ index }) => index);
  const { publish, storage, announcer } = await publishWorld({ types, absent });
  for (const unit of [1, 2, 3, 4, 5, 6])
    await writeRecord(
      keys.unitReceipts(unit),
      { unit, receipts: put.slice(2 * unit - 2, 2 * unit) },
      storage,
    );
  await publish();
  const [announced] = announcer.announcements;
  assert.ok(announced?.detailType === 'Export published');
  assert.deepEqual(
    [announced.detail.quarantinedFiles, announced.detail.quarantined.length],
    [11, 10],
  );
});

test('fewer records than the server counted are fine, more are not (D10)', async () => {
  const fine = await quarantinedWorld({ plan: { resourceCount: 6 } });
  assert.equal((await fine.publish()).kind, 'published');
  const tooMany = await quarantinedWorld({ plan: { resourceCount: 2 } });
  await assert.rejects(tooMany.publish(), { name: 'PublishRefused', message: /3 records landed/ });
});
