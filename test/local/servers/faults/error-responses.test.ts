import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  answerLost,
  forbidden,
  loginPage,
  missing,
  redirectedTo,
  serverError,
  tooManyRequests,
  unauthorized,
} from '../../../../local/servers/faults/error-responses.ts';
import type { Interceptor } from '../../../../local/servers/http/routing.ts';
import { ConnectionLost } from '../../../../local/servers/http/server.ts';
import { oneUpSte } from '../../../../local/servers/one-up/ste.ts';
import { aCustomer } from '../customer.ts';
import { codeOf, send } from '../send.ts';

const KICK_OFF = '/bulk-data/r4/$export';
const withFault = (intercept: Interceptor) =>
  send(oneUpSte({ ...aCustomer(), faults: [{ on: 'kick-off', intercept }] }), KICK_OFF);

test('an error response has its status and an OperationOutcome (K1, K2, K4, P5)', async () => {
  const expected = [
    [unauthorized, 401, 'login'],
    [forbidden, 403, 'forbidden'],
    [missing, 404, 'not-found'],
    [serverError(500), 500, 'exception'],
    [serverError(503), 503, 'exception'],
  ] as const;
  for (const [intercept, status, code] of expected) {
    const refused = await withFault(intercept);
    assert.deepEqual([refused.status, codeOf(refused)], [status, code]);
  }
});

test('429 has a Retry-After in seconds or as a date (K3, P2)', async () => {
  for (const retryAfter of ['120', 'Thu, 01 Jan 2026 01:02:00 GMT']) {
    const { status, headers } = await withFault(tooManyRequests(retryAfter));
    assert.deepEqual([status, headers['retry-after']], [429, retryAfter]);
  }
});

test('a login page is 200 and HTML (K13)', async () => {
  const { status, headers, text } = await withFault(loginPage);
  assert.equal(status, 200);
  assert.match(headers['content-type'] ?? '', /^text\/html/);
  assert.match(text, /^<!doctype html>/);
});

test('a redirect has the same path and query on another origin (K11)', async () => {
  const faults = [{ on: 'kick-off', intercept: redirectedTo('https://evil.example') }] as const;
  const server = oneUpSte({ ...aCustomer(), faults });
  const { status, headers } = await send(server, `${KICK_OFF}?_type=Patient`);
  assert.equal(status, 307);
  assert.equal(headers.location, `https://evil.example${KICK_OFF}?_type=Patient`);
});

test('where the response is lost, the job has still been started (K5)', async () => {
  const faults = [
    { on: 'kick-off', times: 1, intercept: answerLost },
    { on: 'job', times: 1, failure: 'fails' },
  ] as const;
  const server = oneUpSte({ ...aCustomer(), faults, duration: { polls: 2, seconds: 1 } });
  await assert.rejects(send(server, KICK_OFF), ConnectionLost);
  const { headers } = await send(server, KICK_OFF);
  const { text } = await send(server, headers['content-location'] ?? '');
  assert.match(text, /"In Progress"/, 'the fate that was meant for the first job is used up');
});
