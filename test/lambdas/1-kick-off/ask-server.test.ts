import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askServer } from '../../../lambdas/1-kick-off/ask-server.ts';
import { oneUpSte } from '../../../lambdas/dialects/one-up/one-up.ts';
import { connect } from '../../../lambdas/fhir-server/connect.ts';
import { aSource, BASE_URL, EXPORT_ID, keys, STATUS_URL } from '../../fakes/builders.ts';
import type { Routes, Scripted } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';
import { accepting } from './kick-off-world.ts';

const PLACE = `${BASE_URL}/$export`;
const ASKED = `${PLACE}?_type=Patient`;

/** Asks for patients, by GET or by a POST of Parameters. */
function ask(method: 'GET' | 'POST', routes: Routes, dialect = oneUpSte) {
  const deps = stepDeps({ routes, source: aSource({ dialect: 'bulk-data' }) });
  const call =
    method === 'GET'
      ? { method, url: ASKED, headers: { prefer: 'respond-async' } }
      : { method, url: PLACE, headers: { 'content-type': 'application/fhir+json' }, body: '{}' };
  const asked = askServer(call, {
    exportId: EXPORT_ID,
    dialect,
    ...connect('acme', deps),
    ...deps,
  });
  return { asked, ...deps };
}

test('a kick-off by POST is sent as the dialect wrote it (K14)', async () => {
  const { asked, http } = ask('POST', { [`POST ${PLACE}`]: accepting });
  assert.equal((await asked).kind, 'asked');
  const [{ method, body, headers } = {}] = http.requests;
  assert.deepEqual([method, body], ['POST', '{}']);
  assert.equal(headers?.['content-type'], 'application/fhir+json');
  assert.equal(headers?.client_id, 'test-client');
});

test('a status with a header of its own is remembered (rule 30)', async () => {
  const dialect = {
    ...oneUpSte,
    readKickOff: () => ({ kind: 'accepted' as const, statusLink: STATUS_URL, statusHeader: true }),
  };
  const { asked } = ask('GET', { [`GET ${ASKED}`]: accepting }, dialect);
  const job = { kind: 'running', statusUrl: STATUS_URL, statusHeader: true };
  assert.deepEqual(await asked, { kind: 'asked', job });
});

const busy: [string, Scripted, number | undefined][] = [
  ['429', { status: 429 }, undefined],
  ['429 with seconds', { status: 429, headers: { 'retry-after': '90' } }, 90],
  [
    '429 with a date',
    { status: 429, headers: { 'retry-after': 'Sun, 22 Nov 2026 03:02:00 GMT' } },
    120,
  ],
  ['429 with words', { status: 429, headers: { 'retry-after': 'soon' } }, undefined],
  ['503 with seconds', { status: 503, headers: { 'retry-after': '7' } }, 7],
];
for (const [what, answer, retryAfterSeconds] of busy)
  test(`${what} is no failure: a job of ours may be running (K3, rule 23)`, async () => {
    const { asked, http, storage } = ask('GET', { [`GET ${ASKED}`]: answer });
    assert.deepEqual(await asked, { kind: 'busy', retryAfterSeconds });
    assert.equal(http.requests.length, 1);
    assert.equal(storage.objects.size, 0);
  });

const outcome = JSON.stringify({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: 'not-supported', diagnostics: '_type: marker-of-a-patient' }],
});

test('a parameter that is refused is never left out: what was asked for fails (K8)', async () => {
  const { asked, http } = ask('GET', {
    [`GET ${ASKED}`]: { status: 400, body: outcome },
    [`GET ${PLACE}`]: accepting,
  });
  await assert.rejects(asked, {
    name: 'KickOffRefused',
    message: 'the server refused the kick-off with 400 (not-supported)',
  });
  assert.deepEqual(
    http.requests.map(({ url }) => url),
    [ASKED],
  );
});

const refusals = [400, 403, 404, 422, 501];
for (const status of refusals)
  test(`the outcome of a ${status} is kept whole, and told by its codes (K2, K8)`, async () => {
    const { asked, storage } = ask('GET', { [`GET ${ASKED}`]: { status, body: outcome } });
    await assert.rejects(asked, (error: Error) => !/marker/.test(error.message));
    assert.equal((await storage.read(keys.refusal))?.text, outcome);
  });

for (const status of [500, 502, 503, 504])
  test(`a ${status} is a server that is down, which leaves nothing to keep (K4)`, async () => {
    const { asked, storage } = ask('GET', { [`GET ${ASKED}`]: { status, body: '<html>' } });
    await assert.rejects(asked, { name: 'ServerUnavailable' });
    assert.equal(storage.objects.size, 0);
  });

for (const status of [307, 308])
  test(`a POST goes on as one after ${status}, with its body, on the source’s own servers (K11)`, async () => {
    const moved = 'https://analytics.example/moved/$export';
    const { asked, http } = ask('POST', {
      [`POST ${PLACE}`]: { status, headers: { location: moved } },
      [`POST ${moved}`]: { status: 202, headers: { 'content-location': STATUS_URL } },
    });
    assert.equal((await asked).kind, 'asked');
    const [, last] = http.requests;
    assert.deepEqual([last?.method, last?.url, last?.body], ['POST', moved, '{}']);
  });

for (const status of [301, 302, 303])
  test(`a POST that ${status} makes a GET of everything is not sent on (K8, K11)`, async () => {
    const { asked, http } = ask('POST', {
      [`POST ${PLACE}`]: { status, headers: { location: PLACE } },
      [`GET ${PLACE}`]: accepting,
    });
    await assert.rejects(asked, { name: 'LinkRefused' });
    assert.equal(http.requests.length, 1);
  });
