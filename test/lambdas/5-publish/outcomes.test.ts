import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportLogPrefix, scopeKeys } from '../../../lambdas/lake/keys.ts';
import type { LandedType } from '../../../lambdas/lake/landed-type.ts';
import { aSource, EXPORT_DATE, EXPORT_ID, keys } from '../../fakes/builders.ts';
import { publishWorld } from './publish-world.ts';

/** Exports with OperationOutcomes or deletions (M10, M11). */

const types: LandedType[] = ['Patient', 'bulk_outcome', 'bulk_deleted', 'Claim'];
const withErrors = (onOutcome: 'warn' | 'partial' | 'fail') =>
  publishWorld({ types, issues: { error: 1 }, source: aSource({ onOutcome }) });

async function logged({ storage }: Awaited<ReturnType<typeof publishWorld>>) {
  const log = await storage.read(`${exportLogPrefix(EXPORT_ID)}log.ndjson`);
  return (log?.text ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('a partial export is marked incomplete in its commit, log, result and event (M11)', async () => {
  const world = await withErrors('partial');
  const { complete } = await world.publish();
  assert.equal(complete, false);
  assert.equal((await world.json(keys.commit)).complete, false);
  assert.deepEqual(
    (await logged(world)).map((line) => line.complete),
    [false, false, false, false],
  );
  assert.partialDeepStrictEqual(world.announcer.announcements, [
    { detailType: 'Export published', detail: { complete: false } },
  ]);
});

test('a partial export counts in a metric, a complete one does not (M11)', async () => {
  const partial = await withErrors('partial');
  await partial.publish();
  const counted = { metric: 'PartialExports', value: 1 };
  assert.ok(partial.log.counts.some((each) => each.metric === 'PartialExports'));
  assert.deepEqual(partial.log.counts.at(-1), counted);
  const whole = await withErrors('warn');
  await whole.publish();
  assert.ok(!whole.log.counts.some((each) => each.metric === 'PartialExports'));
});

test('the next export does not continue from a partial one (M11)', async () => {
  const world = await withErrors('partial');
  await world.publish();
  assert.equal(await world.json(scopeKeys('acme', world.scope).lastCommit), null);
});

test('with "warn" errors are landed and change nothing else (M11)', async () => {
  const world = await withErrors('warn');
  assert.equal((await world.publish()).complete, true);
  assert.notEqual(await world.json(scopeKeys('acme', world.scope).lastCommit), null);
});

test('with "fail", the default, nothing is decided and nothing published (M11)', async () => {
  for (const source of [aSource(), aSource({ onOutcome: 'fail' })]) {
    const world = await publishWorld({ types, issues: { fatal: 1 }, source });
    await assert.rejects(world.publish(), { name: 'ServerReportedErrors' });
    for (const key of [keys.commit, keys.commitDraft, keys.decision])
      assert.equal(world.storage.objects.has(key), false, key);
    assert.deepEqual(world.catalog.partitions, []);
  }
});

test('settings that change after the decision do not change what is published (M11)', async () => {
  const world = await withErrors('partial');
  const { announce } = world.announcer;
  world.announcer.announce = () => Promise.reject(new Error('killed'));
  await assert.rejects(world.publish(), /killed/);
  Object.assign(world.announcer, { announce });
  world.sources.acme = aSource({ onOutcome: 'fail' });
  assert.equal((await world.publish()).complete, false);
});

test('an export whose server only warns is complete (rule 35)', async () => {
  const world = await publishWorld({ types, issues: { warning: 3, information: 4 } });
  assert.equal((await world.publish()).complete, true);
});

test('deletions and outcomes are in the same commit, in partitions of their own (M10)', async () => {
  const world = await withErrors('warn');
  await world.publish();
  const { files } = await world.json(keys.commit);
  assert.deepEqual(files, world.receipts);
  for (const type of ['bulk_deleted', 'bulk_outcome']) {
    const prefix = `fhir/${type}/export_date=${EXPORT_DATE}/export_id=${EXPORT_ID}/`;
    const found = world.catalog.partitions.filter((each) => each.prefix === prefix);
    assert.deepEqual(found, [
      { table: 'fhir_raw', values: [type, EXPORT_DATE, EXPORT_ID], prefix },
      { table: type, values: [EXPORT_DATE, EXPORT_ID], prefix },
    ]);
  }
  assert.equal(world.catalog.partitions.at(-1)?.table, 'export_log');
});

test('deletions and outcomes are not counted as records, as in the server’s count (M10)', async () => {
  const world = await publishWorld({ types, plan: { resourceCount: 5 } });
  const { lines, files, bytes } = await world.publish();
  assert.deepEqual([lines, files, bytes], [5, 4, 20]);
  assert.equal(world.lines, 5);
});

test('an organized output is published raw, and its records count (rule 34)', async () => {
  const world = await publishWorld({ types: ['bulk_organized', 'bulk_organized'] });
  assert.equal((await world.publish()).lines, 3);
  const tables = world.catalog.partitions.map(({ table }) => table);
  assert.deepEqual(tables, ['fhir_raw', 'export_log']);
});
