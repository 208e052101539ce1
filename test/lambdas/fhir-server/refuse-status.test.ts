import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  refuseCommonStatus,
  refuseFileStatus,
} from '../../../lambdas/fhir-server/refuse-status.ts';

function verdict(status: number, headers: Record<string, string> = {}): string {
  try {
    refuseCommonStatus({ status, headers }, 'poll');
    return 'passes';
  } catch (error) {
    assert(error instanceof Error);
    assert.match(error.message, new RegExp(`^poll: .*${status}`));
    return error.name;
  }
}

const wait = { 'retry-after': '30' };

const cases: [number, Record<string, string>, string][] = [
  [429, {}, 'ServerBusy'],
  [429, wait, 'ServerBusy'],
  [503, wait, 'ServerBusy'],
  [503, {}, 'ServerUnavailable'],
  [500, {}, 'ServerUnavailable'],
  [500, wait, 'ServerUnavailable'],
  [502, {}, 'ServerUnavailable'],
  [504, {}, 'ServerUnavailable'],
  [401, {}, 'CredentialRefused'],
  [403, {}, 'CredentialRefused'],
];
for (const [status, headers, name] of cases)
  test(`${status} ${JSON.stringify(headers)} is ${name} (K1-K4, P3, P4)`, () => {
    assert.equal(verdict(status, headers), name);
  });

test('a 403 tells the codes of its outcome and nothing else of it (K2)', () => {
  const issue = [{ code: 'forbidden', diagnostics: 'marker-of-a-patient' }];
  const text = JSON.stringify({ resourceType: 'OperationOutcome', issue });
  assert.throws(() => refuseCommonStatus({ status: 403, headers: {}, text }, 'kick-off'), {
    name: 'CredentialRefused',
    message: 'kick-off: 403 (forbidden); the credential does not allow this',
  });
});

test('every other status is for the caller to read', () => {
  for (const status of [200, 202, 204, 301, 400, 404, 405, 409, 410, 422, 501, 505])
    assert.equal(verdict(status), 'passes', String(status));
});

test('D21: to a file any 503 is a server that asks to wait, and what it says of the time is kept', () => {
  for (const headers of [{}, wait])
    assert.throws(() => refuseFileStatus({ status: 503, headers }), {
      name: 'ServerBusy',
      retryAfter: headers === wait ? '30' : undefined,
    });
  assert.throws(() => refuseFileStatus({ status: 502, headers: {} }), {
    name: 'ServerUnavailable',
  });
  const long = { 'retry-after': 'x'.repeat(5000) };
  assert.throws(() => refuseFileStatus({ status: 429, headers: long }), {
    retryAfter: 'x'.repeat(40),
  });
});
