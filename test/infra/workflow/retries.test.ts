import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RetryProps } from 'aws-cdk-lib/aws-stepfunctions';
import {
  awsFaults,
  fileBroken,
  fileUnavailable,
  kickOffCrashed,
  kickOffUnavailable,
  lambdaThrottled,
  statusBroken,
  stepCrashed,
} from '../../../infra/workflow/retries.ts';
import { TRANSIENT_ERRORS } from '../../../lambdas/aws/aws-errors.ts';
import * as errors from '../../../lambdas/runtime/errors.ts';
import { everyState } from './state-machine.ts';

const retried = (state: string) =>
  (everyState[state]?.Retry ?? []).flatMap(({ ErrorEquals }) => ErrorEquals);

test('every error in a Retry is thrown by a step or by AWS', () => {
  const AWS = /^(Lambda|States|Sandbox|Runtime)\./;
  const names = new Set(Object.keys(everyState).flatMap(retried));
  const unknown = [...names].filter(
    (name) => !AWS.test(name) && !(name in errors) && !TRANSIENT_ERRORS.includes(name),
  );
  assert.deepEqual(unknown, []);
});

test('every task retries Lambda’s throttling and crashes (F4, F5)', () => {
  for (const [name, { Type }] of Object.entries(everyState))
    if (Type === 'Task')
      for (const error of [
        'Lambda.TooManyRequestsException',
        'Lambda.Unknown',
        'Runtime.OutOfMemory',
        'States.Timeout',
      ])
        assert.ok(retried(name).includes(error), `${name}: ${error}`);
});

test('every task retries the transient errors of AWS (S1, S6)', () => {
  for (const [name, { Type }] of Object.entries(everyState))
    if (Type === 'Task')
      for (const error of TRANSIENT_ERRORS)
        assert.ok(retried(name).includes(error), `${name}: ${error}`);
});

test('a kick-off and a download are retried when the server is unavailable; Poll counts its waits itself (P4)', () => {
  for (const name of ['Kick off', 'Download unit'])
    assert.ok(retried(name).includes('ServerUnavailable'), name);
  assert.ok(!retried('Poll').includes('ServerUnavailable'));
});

test('a busy server costs no retry: every step waits as long as it is asked to (K3, P3, D21)', () => {
  for (const name of ['Kick off', 'Poll', 'Download unit'])
    for (const error of ['ServerBusy', 'LoginBusy'])
      assert.ok(!retried(name).includes(error), `${name}: ${error}`);
});

test('a line that was refused twice within the step is not retried (D10)', () => {
  assert.ok(!retried('Download unit').includes('LineRefused'));
});

test('a Kick off that crashed is retried once (K5)', () => {
  const died = everyState['Kick off']?.Retry?.find(({ ErrorEquals }) =>
    ErrorEquals.includes('Lambda.Unknown'),
  );
  assert.equal(died?.MaxAttempts, 1);
});

test('a final error is not retried', () => {
  const names = Object.keys(everyState).flatMap(retried);
  for (const name of [
    'KickOffAmbiguous',
    'CredentialRefused',
    'PublishRefused',
    'ServerReportedErrors',
    'ManifestRefused',
    'States.ALL',
  ])
    assert.ok(!names.includes(name), name);
});

test('no state has an error in two of its retry rules', () => {
  for (const name of Object.keys(everyState))
    assert.equal(new Set(retried(name)).size, retried(name).length, name);
});

for (const [name, policy, seconds] of [
  ['a fault of AWS', awsFaults, 4 * 60 + 2],
  ['Lambda throttles', lambdaThrottled, 180 * 60 + 15],
  ['a step crashed', stepCrashed, 35],
  ['Kick off crashed', kickOffCrashed, 60],
  ['the server accepts no kick-off', kickOffUnavailable, 75 * 60],
  ['the server delivers no file', fileUnavailable, 25.25 * 60],
  ['a file is broken', fileBroken, 15],
  ['a status is broken', statusBroken, 35],
] as const)
  test(`${name}: the waits have the sum that the policy states`, () => {
    assert.equal(longestWaitSeconds(policy), seconds);
    assert.equal(policy.jitterStrategy, 'FULL');
  });

/** The sum of all waits of a policy without jitter. */
function longestWaitSeconds({ interval, maxAttempts = 0, maxDelay, backoffRate = 2 }: RetryProps) {
  const first = interval?.toSeconds() ?? 0;
  const longest = maxDelay?.toSeconds() ?? Number.POSITIVE_INFINITY;
  const waits = Array.from({ length: maxAttempts }, (_, i) => first * backoffRate ** i);
  return waits.reduce((sum, wait) => sum + Math.min(wait, longest), 0);
}
