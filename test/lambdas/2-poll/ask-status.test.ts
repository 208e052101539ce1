import assert from 'node:assert/strict';
import { test } from 'node:test';
import { poll } from '../../../lambdas/2-poll/poll.ts';
import { aManifest, keys } from '../../fakes/builders.ts';
import { NOW } from '../../fakes/manual-clock.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';
import { anEvent, anHl7Source, pollWorld, status } from './poll-world.ts';

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

test('the Retry-After of a 429 counts if it is longer than our wait (P3, rule 25)', async () => {
  const asking = (seconds: string): Scripted => ({
    status: 429,
    headers: { 'retry-after': seconds },
  });
  const { seconds } = await waits([asking('90'), asking('5'), running]);
  assert.deepEqual(seconds, [90, 40, 40]);
});

test('503 with a Retry-After is a wait too, and costs no retry of the state machine (P3)', async () => {
  const { seconds } = await waits([{ status: 503, headers: { 'retry-after': '30' } }, running]);
  assert.deepEqual(seconds, [30, 20]);
});

test('a 429 keeps the progress that was stored (P3)', async () => {
  const running: Scripted = { body: status('In Progress', { resourceCount: 15 }) };
  const world = await pollWorld([running, tooFast, { body: aManifest() }]);
  await world.poll();
  world.clock.advance(60);
  await world.poll();
  const polledAt = '2026-11-22T03:01:00.000Z';
  const unanswered = { since: polledAt, reason: 'poll: the server asks to wait (429)' };
  const progress = {
    polledAt,
    resourceCount: 15,
    unchangedSince: NOW,
    throttledPolls: 1,
    unanswered,
  };
  assert.deepEqual(await world.progress(), progress);
  assert.deepEqual(await world.poll(), { kind: 'complete' });
});

test('a server that answers only 429 is asked once an hour in the end (P3)', async () => {
  const world = await pollWorld(tooFast);
  for (let n = 0; n < 20; n += 1) await world.poll();
  assert.deepEqual(await world.poll(), { kind: 'running', waitSeconds: 3600 });
  assert.equal(world.has(keys.manifestPage(1)), false);
});

const batches = { running: 0, complete: 2, failed: 1, total: 3 };
const noTime = aManifest({ transactionTime: undefined });

const outcome = (code: string) =>
  JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ code, diagnostics: 'marker' }] });

const failures: [string, Scripted, string, RegExp][] = [
  ['404 (P5)', { status: 404 }, 'ServerJobGone', /404/],
  ['410 (P5)', { status: 410 }, 'ServerJobGone', /410/],
  ['401 twice (P6)', { status: 401 }, 'CredentialRefused', /401/],
  ['403', { status: 403 }, 'CredentialRefused', /403/],
  ['a failed job (P9)', { body: status('Failed', { batches }) }, 'ServerJobFailed', /1 of 3/],
  ['a failed job with 202 (P9)', { status: 202, body: status('Failed') }, 'ServerJobFailed', /why/],
  ['success without an output (P9)', { body: status('Successful') }, 'StatusMalformed', /output/],
  ['success without a time', { body: noTime }, 'StatusMalformed', /transactionTime/],
  ['an unknown status', { status: 400, body: '{"marker":1}' }, 'StatusMalformed', /status/],
];
for (const [what, answer, name, message] of failures)
  test(`${what} is ${name}, and no manifest is stored`, async () => {
    const world = await pollWorld(answer);
    await assert.rejects(world.poll(), (error: Error) => {
      assert.equal(error.name, name);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /marker/);
      return true;
    });
    assert.equal(world.has(keys.manifestPage(1)), false);
    assert.equal(world.has(keys.pages), false);
  });

/** What the guide's servers answer (rule 28). */
const guided: [string, Scripted, string][] = [
  [
    'any other outcome (P4, rule 28)',
    { status: 500, body: outcome('processing') },
    'ServerJobFailed',
  ],
  ['a body that is not FHIR (rule 28)', { status: 418, body: 'marker' }, 'ServerJobFailed'],
  ['404 (P5, rule 32)', { status: 404, body: outcome('not-found') }, 'ServerJobGone'],
  ['410 (P5, rule 32)', { status: 410 }, 'ServerJobGone'],
  ['401 (rule 31)', { status: 401, body: outcome('login') }, 'CredentialRefused'],
  ['a status in words (P9)', { body: status('Failed') }, 'ServerJobFailed'],
  ['no output (P9)', { body: aManifest({ output: undefined }) }, 'StatusMalformed'],
];
for (const [what, answer, name] of guided)
  test(`${what} is ${name}, and the message has no text of the server`, async () => {
    const world = await pollWorld(answer, { source: anHl7Source() });
    await assert.rejects(world.poll(), (error: Error) => {
      assert.equal(error.name, name);
      assert.doesNotMatch(error.message, /marker/);
      return true;
    });
  });

test('an answer that cannot be read is stored unchanged (P7)', async () => {
  const body = aManifest().slice(0, -9);
  const world = await pollWorld({ body });
  assert.deepEqual(await world.poll(), { kind: 'running', waitSeconds: 2 });
  const kept = [...world.storage.objects].filter(([key]) => key.includes('/quarantine/'));
  assert.deepEqual(
    kept.map(([, { body: text }]) => text.toString()),
    [body],
  );
});

test('a poll of an export without a job is RecordMissing', async () => {
  await assert.rejects(
    poll(anEvent, stepDeps(), () => 900_000),
    { name: 'RecordMissing', message: /job\.json/ },
  );
});

test('a source that is not in the settings any more is named', async () => {
  const world = await pollWorld({ status: 202 });
  await assert.rejects(
    poll({ ...anEvent, source: 'birch' }, world, () => 900_000),
    {
      name: 'SettingsInvalid',
      message: /no source "birch"/,
    },
  );
});
