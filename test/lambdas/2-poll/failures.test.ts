import assert from 'node:assert/strict';
import { test } from 'node:test';
import { poll } from '../../../lambdas/2-poll/poll.ts';
import { aManifest, EXPORT_ID, keys } from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';
import { pollWorld, status } from './poll-world.ts';

const batches = { running: 0, complete: 2, failed: 1, total: 3 };
const noTime = aManifest({ transactionTime: undefined });

const failures: [string, Scripted, string, RegExp][] = [
  ['500 (P4)', { status: 500, body: 'marker' }, 'ServerUnavailable', /500/],
  ['504 (P4)', { status: 504 }, 'ServerUnavailable', /504/],
  [
    '503 that asks to wait (P4)',
    { status: 503, headers: { 'retry-after': '9' } },
    'ServerBusy',
    /503/,
  ],
  ['a refused connection (P4)', 'refused', 'ServerUnavailable', /refused/],
  ['a lost answer (P4)', 'lost', 'ServerUnavailable', /hang up/],
  [
    'an answer that is cut (P7)',
    { body: aManifest(), cut: true },
    'ServerUnavailable',
    /cut short/,
  ],
  ['404 (P5)', { status: 404 }, 'ServerJobGone', /404/],
  ['410 (P5)', { status: 410 }, 'ServerJobGone', /410/],
  ['401 twice (P6)', { status: 401 }, 'CredentialRefused', /401/],
  ['403', { status: 403 }, 'CredentialRefused', /403/],
  ['JSON that is cut (P7)', { body: aManifest().slice(0, -9) }, 'StatusMalformed', /not JSON/],
  ['a login page (P8)', { body: '<html>marker</html>' }, 'StatusMalformed', /not JSON/],
  ['a login page with 202 (P8)', { status: 202, body: '<html>' }, 'StatusMalformed', /not JSON/],
  ['a failed job (P9)', { body: status('Failed', { batches }) }, 'ServerJobFailed', /1 of 3/],
  ['a failed job with 202 (P9)', { status: 202, body: status('Failed') }, 'ServerJobFailed', /why/],
  ['success without an output (P9)', { body: status('Successful') }, 'StatusMalformed', /output/],
  ['success without a time', { body: noTime }, 'StatusMalformed', /transactionTime/],
  ['an empty answer', { body: '' }, 'StatusMalformed', /not JSON/],
  ['a refusal nobody knows', { status: 400, body: '{"marker":1}' }, 'StatusMalformed', /status/],
];
for (const [what, answer, name, message] of failures)
  test(`${what} is ${name}, and no list of files is stored`, async () => {
    const world = await pollWorld(answer);
    await assert.rejects(world.poll(), (error: Error) => {
      assert.equal(error.name, name);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /marker/);
      return true;
    });
    assert.equal(world.has(keys.manifestPage(1)), false);
  });

test('a poll of an export without a job is a record that is missing', async () => {
  const event = { exportId: EXPORT_ID, source: 'acme', polls: 0 };
  await assert.rejects(poll(event, stepDeps()), { name: 'RecordMissing', message: /job\.json/ });
});

test('a source that has left the settings is named', async () => {
  const world = await pollWorld({ status: 202 });
  const event = { exportId: EXPORT_ID, source: 'birch', polls: 0 };
  await assert.rejects(poll(event, world), {
    name: 'SettingsInvalid',
    message: /no source "birch"/,
  });
});
