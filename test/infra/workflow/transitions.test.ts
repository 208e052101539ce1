import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Downloaded, KickedOff, Planned, Polled } from '../../../lambdas/workflow/events.ts';
import { chosen, field } from './state-machine.ts';

/** Choices, waits and assigned variables: the loops of the workflow. */

const after = (Payload: KickedOff | Polled | Planned, variables: Record<string, unknown> = {}) => ({
  states: { result: { Payload } },
  variables,
});
const planned = (changes: Partial<Planned> = {}): Planned => ({
  ...{ files: 3, units: 2, unitsKey: 'units', maxConcurrency: 4, hasMorePages: false },
  plannedSoFar: { pages: 2, units: 5 },
  ...changes,
});

test('every Kick off sets the counters to zero, and the wait to its result', async () => {
  const none = { polls: 0, plannedSoFar: { pages: 0, units: 0 } };
  const assigned = (result: KickedOff) => field('Kick off', 'Assign', after(result));
  assert.deepEqual(await assigned({ kind: 'running', waitSeconds: 2 }), {
    ...none,
    waitSeconds: 2,
  });
  assert.deepEqual(await assigned({ kind: 'busy', waitSeconds: 60 }), { ...none, waitSeconds: 60 });
});

test('the wait is zero if a step returns none', async () => {
  const kickedOff: KickedOff[] = [{ kind: 'complete' }, { kind: 'skipped', runningExportId: 'a' }];
  for (const result of kickedOff)
    assert.partialDeepStrictEqual(await field('Kick off', 'Assign', after(result)), {
      waitSeconds: 0,
    });
  const polled = after({ kind: 'complete' }, { polls: 7 });
  assert.deepEqual(await field('Poll', 'Assign', polled), { polls: 8, waitSeconds: 0 });
});

test('a poll counts itself and sets the wait, also for a partial manifest', async () => {
  for (const kind of ['running', 'partial'] as const) {
    const polled = after({ kind, waitSeconds: 300 }, { polls: 0 });
    assert.deepEqual(await field('Poll', 'Assign', polled), { polls: 1, waitSeconds: 300 });
  }
});

test('Plan assigns its result, and what is planned so far', async () => {
  const result = planned();
  assert.deepEqual(await field('Plan', 'Assign', after(result)), {
    plan: result,
    plannedSoFar: result.plannedSoFar,
  });
});

test('both waits are as long as the last Kick off or Poll said', async () => {
  const scope = { states: { input: { waitSeconds: 1 } }, variables: { waitSeconds: 90 } };
  assert.equal(await field('Wait', 'Seconds', scope), 90);
  assert.equal(await field('Wait for server', 'Seconds', scope), 90);
});

for (const [kind, next] of [
  ['running', 'Wait'],
  ['complete', 'Plan'],
  ['busy', 'Wait for server'],
  ['unchanged', 'Unchanged'],
  ['skipped', 'Skipped'],
] as const)
  test(`after a Kick off that is ${kind} comes ${next} (K3)`, async () => {
    assert.equal(await chosen('Kicked off?', { states: { input: { kind } } }), next);
  });

for (const [kind, next] of [
  ['running', 'Wait'],
  ['partial', 'Plan'],
  ['complete', 'Plan'],
] as const)
  test(`after a poll that is ${kind} comes ${next} (rule 37)`, async () => {
    assert.equal(await chosen('Polled?', { states: { input: { kind } } }), next);
  });

test('with more pages to come, the next wait follows; else Publish (rule 37)', async () => {
  const next = (hasMorePages: boolean) =>
    chosen('All pages?', { states: {}, variables: { plan: planned({ hasMorePages }) } });
  assert.equal(await next(true), 'Wait');
  assert.equal(await next(false), 'Publish');
});

test('with attachments next, Plan follows once more after the last page (rule 47)', async () => {
  const next = (changes: Partial<Planned>) =>
    chosen('All pages?', { states: {}, variables: { plan: planned(changes) } });
  assert.equal(await next({ next: 'attachments' }), 'Plan');
  assert.equal(await next({}), 'Publish');
});

test('without units the map is skipped (M1, rule 37)', async () => {
  const next = (units: number) =>
    chosen('Anything to download?', { states: {}, variables: { plan: planned({ units }) } });
  assert.equal(await next(0), 'All pages?');
  assert.equal(await next(1), 'Download');
});

for (const [downloaded, next] of [
  [{ kind: 'done', files: 1, bytes: 2 }, 'Unit done'],
  [{ kind: 'continue' }, 'Download unit'],
  [{ kind: 'retry-after', waitSeconds: 30 }, 'Unit waits for server'],
] as const)
  test(`after a call that returns ${downloaded.kind} comes ${next} (D21)`, async () => {
    assert.equal(await chosen('Unit downloaded?', { states: {}, variables: { downloaded } }), next);
  });

test('a unit waits as long as its last call said (D21)', async () => {
  const downloaded: Downloaded = { kind: 'retry-after', waitSeconds: 77 };
  const scope = { states: {}, variables: { downloaded } };
  assert.equal(await field('Unit waits for server', 'Seconds', scope), 77);
});
