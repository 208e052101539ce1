import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  issueCodes,
  outcomeCodes,
  throwForFileStatus,
  throwForStatus,
} from '../../../lambdas/fhir-server/status-errors.ts';

function verdict(status: number, headers: Record<string, string> = {}): string {
  try {
    throwForStatus({ status, headers }, 'poll');
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
  [500, wait, 'ServerBusy'],
  [522, wait, 'ServerBusy'],
  [408, wait, 'ServerBusy'],
  [408, {}, 'ServerUnavailable'],
  [499, {}, 'ServerUnavailable'],
  [522, {}, 'ServerUnavailable'],
  [502, {}, 'ServerUnavailable'],
  [504, {}, 'ServerUnavailable'],
  [401, {}, 'CredentialRefused'],
  [403, {}, 'CredentialRefused'],
];
for (const [status, headers, name] of cases)
  test(`${status} ${JSON.stringify(headers)} is ${name} (K1–K4, P3, P4)`, () => {
    assert.equal(verdict(status, headers), name);
  });

test('the message of a 403 has the codes of its outcome and nothing else of it (K2)', () => {
  const issue = [{ code: 'forbidden', diagnostics: 'marker-of-a-patient' }];
  const text = JSON.stringify({ resourceType: 'OperationOutcome', issue });
  assert.throws(() => throwForStatus({ status: 403, headers: {}, text }, 'kick-off'), {
    name: 'CredentialRefused',
    message: 'kick-off: 403 (forbidden); the credential does not allow this',
  });
});

test('every other status is left to the caller', () => {
  for (const status of [200, 202, 204, 301, 400, 404, 405, 409, 410, 422, 501, 505])
    assert.equal(verdict(status), 'passes', String(status));
});

test('for a file any 503 is ServerBusy, with its Retry-After (D21)', () => {
  for (const headers of [{}, wait])
    assert.throws(() => throwForFileStatus({ status: 503, headers }), {
      name: 'ServerBusy',
      retryAfter: headers === wait ? '30' : undefined,
    });
  assert.throws(() => throwForFileStatus({ status: 502, headers: {} }), {
    name: 'ServerUnavailable',
  });
  const long = { 'retry-after': 'x'.repeat(5000) };
  assert.throws(() => throwForFileStatus({ status: 429, headers: long }), {
    retryAfter: 'x'.repeat(40),
  });
});

const outcome = (...issue: object[]) => JSON.stringify({ resourceType: 'OperationOutcome', issue });

test('the distinct codes of an outcome are read, and nothing of its diagnostics (K8)', () => {
  const text = outcome(
    { code: 'invalid', diagnostics: 'marker-of-a-patient' },
    { code: 'not-found', details: { text: 'marker-of-a-patient' } },
    { code: 'invalid' },
  );
  assert.equal(outcomeCodes(text), ' (invalid, not-found)');
});

const others = [
  '',
  '<html>',
  '{}',
  '[]',
  JSON.stringify({ resourceType: 'Patient', issue: [{ code: 'invalid' }] }),
  JSON.stringify({ resourceType: 'OperationOutcome' }),
  outcome({ code: 'Marker Of A Patient' }),
  outcome({ code: 'x'.repeat(41) }),
  outcome({ code: 7 }),
];
for (const text of others)
  test(`${text.slice(0, 60) || 'nothing'} has no codes`, () => {
    assert.equal(outcomeCodes(text), '');
  });

test('malformed codes count as none, and another body is not an outcome (rule 28)', () => {
  assert.deepEqual(issueCodes(outcome({ code: 'invalid' }, { code: 'invalid' })), ['invalid']);
  for (const text of [outcome(), outcome({ code: 7 }), '{"resourceType":"OperationOutcome"}'])
    assert.deepEqual(issueCodes(text), []);
  for (const text of ['', '<html>', '{}', '{"resourceType":"Patient"}'])
    assert.equal(issueCodes(text), undefined);
});
