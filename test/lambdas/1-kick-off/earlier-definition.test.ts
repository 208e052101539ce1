import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kickOff } from '../../../lambdas/1-kick-off/kick-off.ts';
import { step } from '../../../lambdas/shared/step.ts';
import { KickOffEvent } from '../../../lambdas/shared/workflow.ts';
import { aStart, EXECUTION_ARN, EXPORT_ID, keys } from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { accepting, KICK_OFF, kickOffWorld } from './kick-off-world.ts';

/** F13: an execution of the definition before this one calls Kick off, and does not say since when it runs. */
async function world(answer: Scripted) {
  const made = await kickOffWorld({ routes: { [KICK_OFF]: answer } });
  const event = { exportId: EXPORT_ID, executionArn: EXECUTION_ARN, start: aStart() };
  const context = { getRemainingTimeInMillis: () => 900_000 };
  return { ...made, start: () => step(KickOffEvent, kickOff)(made)(event, context) };
}

test('F13: its deadline counts from its kick-off', async () => {
  const { start, job, clock } = await world(accepting);
  clock.advance(60);
  assert.deepEqual(await start(), { kind: 'running', waitSeconds: 2 });
  const { startedAt, kickedOffAt } = await job();
  assert.deepEqual([startedAt, kickedOffAt], Array(2).fill('2026-11-22T03:01:00.000Z'));
});

test('F13: it has no state to wait for a busy server in, and gets the error that it retries', async () => {
  const { start, storage } = await world({ status: 429 });
  await assert.rejects(start(), { name: 'ServerBusy' });
  assert.equal(storage.objects.has(keys.job), false);
});
