import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aManifest, keys } from '../../fakes/builders.ts';
import { NOW } from '../../fakes/manual-clock.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { pollWorld, status } from './poll-world.ts';

/** A server that wants to be asked less often (P3, rule 29). */

const tooFast: Scripted = { status: 429 };
const running: Scripted = { status: 202 };

/** The waits of that many polls, all at the same age of the job. */
async function waits(answers: Scripted[]) {
  const world = await pollWorld(answers, { ageSeconds: 100 });
  const seconds: unknown[] = [];
  for (const _ of answers) {
    const polled = await world.poll();
    seconds.push(polled.kind === 'running' ? polled.waitSeconds : polled.kind);
  }
  return { seconds, world };
}

test('each 429 doubles our own wait, for the rest of the job (P3, rule 29)', async () => {
  const { seconds } = await waits([running, tooFast, running, tooFast, running, tooFast]);
  assert.deepEqual(seconds, [10, 20, 20, 40, 40, 80]);
});

test('the Retry-After of a 429 is obeyed where it is the longer (P3, rule 25)', async () => {
  const asking = (seconds: string): Scripted => ({
    status: 429,
    headers: { 'retry-after': seconds },
  });
  const { seconds } = await waits([asking('90'), asking('5'), running]);
  assert.deepEqual(seconds, [90, 40, 40]);
});

test('503 with a Retry-After is such a wait too, and costs no retry of the machine (P3)', async () => {
  const { seconds } = await waits([{ status: 503, headers: { 'retry-after': '30' } }, running]);
  assert.deepEqual(seconds, [30, 20]);
});

test('a 429 ends nothing, and what was known of the progress stays (P3)', async () => {
  const told: Scripted = { body: status('In Progress', { resourceCount: 15 }) };
  const world = await pollWorld([told, tooFast, { body: aManifest() }]);
  await world.poll();
  world.clock.advance(60);
  await world.poll();
  const polledAt = '2026-11-22T03:01:00.000Z';
  const progress = { polledAt, resourceCount: 15, unchangedSince: NOW, slowdowns: 1 };
  assert.deepEqual(await world.progress(), progress);
  assert.deepEqual(await world.poll(), { kind: 'complete' });
});

test('a server that says nothing but 429 is asked at last once an hour (P3)', async () => {
  const world = await pollWorld(tooFast);
  for (let n = 0; n < 20; n += 1) await world.poll();
  assert.deepEqual(await world.poll(), { kind: 'running', waitSeconds: 3600 });
  assert.equal(world.has(keys.manifestPage(1)), false);
});
