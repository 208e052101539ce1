import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendKickOff } from '../../../lambdas/1-kick-off/kick-off-request.ts';
import { oneUpSte } from '../../../lambdas/dialects/one-up/one-up.ts';
import { connect } from '../../../lambdas/fhir-server/fhir-server.ts';
import {
  aManifest,
  aRequest,
  aSource,
  BASE_URL,
  EXPORT_ID,
  keys,
  STATUS_URL,
} from '../../fakes/builders.ts';
import type { Routes, Scripted } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';
import {
  accepting,
  GROUP_KICK_OFF,
  groupRequest,
  KICK_OFF,
  kickOffWith,
  kickOffWorld,
} from './kick-off-world.ts';

const PLACE = `${BASE_URL}/$export`;
const ASKED = `${PLACE}?_type=Patient`;

/** Asks for patients, by GET or by a POST of Parameters. */
function ask(method: 'GET' | 'POST', routes: Routes, dialect = oneUpSte) {
  const deps = stepDeps({ routes, source: aSource({ dialect: 'bulk-data' }) });
  const call =
    method === 'GET'
      ? { method, url: ASKED, headers: { prefer: 'respond-async' } }
      : { method, url: PLACE, headers: { 'content-type': 'application/fhir+json' }, body: '{}' };
  const asked = sendKickOff(call, {
    exportId: EXPORT_ID,
    dialect,
    ...connect('acme', deps),
    ...deps,
  });
  return { asked, ...deps };
}

test('a kick-off by POST is sent as the dialect made it (K14)', async () => {
  const { asked, http } = ask('POST', { [`POST ${PLACE}`]: accepting });
  assert.equal((await asked).job.kind, 'running');
  const [{ method, body, headers } = {}] = http.requests;
  assert.deepEqual([method, body], ['POST', '{}']);
  assert.equal(headers?.['content-type'], 'application/fhir+json');
  assert.equal(headers?.client_id, 'test-client');
});

test('a status header of the job is stored (rule 30)', async () => {
  const dialect = {
    ...oneUpSte,
    readKickOff: () => ({ kind: 'accepted' as const, statusLink: STATUS_URL, statusHeader: true }),
  };
  const { asked } = ask('GET', { [`GET ${ASKED}`]: accepting }, dialect);
  const job = { kind: 'running', statusUrl: STATUS_URL, statusHeader: true };
  assert.deepEqual(await asked, { job });
});

const busy: [string, Scripted, string | undefined][] = [
  ['429', { status: 429 }, undefined],
  ['429 with seconds', { status: 429, headers: { 'retry-after': '90' } }, '90'],
  [
    '429 with a date',
    { status: 429, headers: { 'retry-after': 'Sun, 22 Nov 2026 03:02:00 GMT' } },
    'Sun, 22 Nov 2026 03:02:00 GMT',
  ],
  ['429 with text', { status: 429, headers: { 'retry-after': 'soon' } }, 'soon'],
  ['503 with seconds', { status: 503, headers: { 'retry-after': '7' } }, '7'],
  ['500 with seconds', { status: 500, headers: { 'retry-after': '7' } }, '7'],
  ['522 with seconds', { status: 522, headers: { 'retry-after': '7' } }, '7'],
];
for (const [what, answer, retryAfter] of busy)
  test(`${what} is ServerBusy, which is a wait: an earlier job may be running (K3, rule 23)`, async () => {
    const { asked, http, storage } = ask('GET', { [`GET ${ASKED}`]: answer });
    await assert.rejects(asked, { name: 'ServerBusy', retryAfter });
    assert.equal(http.requests.length, 1);
    assert.equal(storage.objects.size, 0);
  });

const outcome = JSON.stringify({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: 'not-supported', diagnostics: '_type: marker-of-a-patient' }],
});

test('a kick-off with a refused parameter fails: the parameter is never dropped (K8)', async () => {
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
  test(`the outcome of a ${status} is stored, and the message has only its codes (K2, K8)`, async () => {
    const { asked, storage } = ask('GET', { [`GET ${ASKED}`]: { status, body: outcome } });
    await assert.rejects(asked, (error: Error) => !/marker/.test(error.message));
    assert.equal((await storage.read(keys.refusal))?.text, outcome);
  });

for (const status of [408, 421, 425, 500, 502, 503, 507, 521, 522, 523, 525, 526, 527, 530])
  test(`a ${status} is ServerUnavailable, and nothing is stored (K4)`, async () => {
    const { asked, storage } = ask('GET', { [`GET ${ASKED}`]: { status, body: '<html>' } });
    await assert.rejects(asked, { name: 'ServerUnavailable' });
    assert.equal(storage.objects.size, 0);
  });

for (const status of [499, 504, 520, 524, 598])
  for (const headers of [{}, { 'retry-after': '7' }])
    test(`a ${status} with ${Object.keys(headers)[0] ?? 'nothing'} is KickOffAmbiguous: the request may have arrived (K5)`, async () => {
      const { asked, storage, http } = ask('GET', {
        [`GET ${ASKED}`]: { status, headers, body: '<html>marker' },
      });
      await assert.rejects(asked, (error: Error) => {
        assert.equal(error.name, 'KickOffAmbiguous');
        assert.match(error.message, new RegExp(`lost .*${status}.* status URL is not known`));
        assert.doesNotMatch(error.message, /marker/);
        return true;
      });
      assert.deepEqual([http.requests.length, storage.objects.size], [1, 0]);
    });

test('a refusal stays the error where its outcome cannot be stored (K2, K8)', async () => {
  const { asked, storage } = ask('GET', { [`GET ${ASKED}`]: { status: 400, body: outcome } });
  storage.put = () => Promise.reject(new Error('SlowDown'));
  await assert.rejects(asked, {
    name: 'KickOffRefused',
    message: 'the server refused the kick-off with 400 (not-supported) (then: SlowDown)',
  });
});

for (const status of [307, 308])
  test(`a POST stays a POST with its body after ${status} (K11)`, async () => {
    const moved = 'https://analytics.example/moved/$export';
    const { asked, http } = ask('POST', {
      [`POST ${PLACE}`]: { status, headers: { location: moved } },
      [`POST ${moved}`]: { status: 202, headers: { 'content-location': STATUS_URL } },
    });
    assert.equal((await asked).job.kind, 'running');
    const [, last] = http.requests;
    assert.deepEqual([last?.method, last?.url, last?.body], ['POST', moved, '{}']);
  });

for (const status of [301, 302, 303])
  test(`${status} is refused for a POST, since the GET would export everything (K8, K11)`, async () => {
    const { asked, http } = ask('POST', {
      [`POST ${PLACE}`]: { status, headers: { location: PLACE } },
      [`GET ${PLACE}`]: accepting,
    });
    await assert.rejects(asked, { name: 'LinkRefused' });
    assert.equal(http.requests.length, 1);
  });

const outcomeOf = (code: string) =>
  JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: [{ code, diagnostics: 'marker-of-a-patient' }],
  });

const running = { kind: 'running', statusUrl: STATUS_URL, statusHeader: false };

const at = (location: string, status = 202): Scripted => ({
  status,
  headers: { 'content-location': location },
});

for (const location of [STATUS_URL, '$export/job/1', '/bulk-data/r4/$export/job/1'])
  test(`the Content-Location ${location} is relative to the kick-off (K6)`, async () => {
    const { job } = await kickOffWith(at(location));
    assert.deepEqual((await job()).job, running);
  });

for (const status of [200, 201, 204])
  test(`${status} with a Content-Location is accepted as 202 (K7)`, async () => {
    assert.equal((await kickOffWith(at(STATUS_URL, status))).result.kind, 'running');
  });

test('the gateway may answer with the manifest (K7, 1up 8)', async () => {
  const gateway = aSource({ dialect: '1up-gateway' });
  assert.equal((await kickOffWith({ body: aManifest() }, gateway)).result.kind, 'complete');
});

test('an OperationOutcome in a 202 is accepted (K9)', async () => {
  const answer = { status: 202, headers: { 'content-location': STATUS_URL }, body: outcomeOf('a') };
  assert.equal((await kickOffWith(answer)).result.kind, 'running');
});

const refusedAnswers: [string, Scripted, string, RegExp][] = [
  [
    '403 (K2)',
    { status: 403, body: outcomeOf('forbidden') },
    'CredentialRefused',
    /403 \(forbidden\)/,
  ],
  ['500 (K4)', { status: 500, body: outcomeOf('exception') }, 'ServerUnavailable', /500/],
  ['503 (K4)', { status: 503 }, 'ServerUnavailable', /503/],
  ['a refused connection (K4)', 'refused', 'ServerUnavailable', /refused/],
  ['202 without a Content-Location (K6)', { status: 202 }, 'NotABulkServer', /Content-Location/],
  ['400 (K8)', { status: 400, body: outcomeOf('invalid') }, 'KickOffRefused', /400 \(invalid\)$/],
  ['422 without an outcome (K8)', { status: 422, body: 'marker' }, 'KickOffRefused', /with 422$/],
  ['404', { status: 404, body: outcomeOf('not-found') }, 'NotABulkServer', /check the baseUrl/],
  ['a login page (K13)', { body: '<html>marker</html>' }, 'NotABulkServer', /200 without/],
  [
    'a Content-Location on an untrusted origin (P14)',
    at('https://evil.example/job/1'),
    'LinkRefused',
    /evil\.example/,
  ],
  ['a Content-Location that is not a URL', at('https://'), 'LinkRefused', /not a URL/],
];
for (const [what, answer, name, message] of refusedAnswers)
  test(`${what} is ${name}, and no job is stored`, async () => {
    const world = await kickOffWorld({ routes: { [KICK_OFF]: answer } });
    await assert.rejects(world.start(), (error: Error) => {
      assert.equal(error.name, name);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /marker/);
      return true;
    });
    assert.equal(world.storage.objects.has(keys.job), false);
  });

test('a 404 to a group export is GroupNotFound', async () => {
  const routes = { [GROUP_KICK_OFF]: { status: 404, body: outcomeOf('not-found') } };
  const { start } = await kickOffWorld({ routes, request: groupRequest });
  await assert.rejects(start(), {
    name: 'GroupNotFound',
    message: 'the server has no such group (not-found)',
  });
});

test('a 1upHealth link over http becomes https where the host is the source’s', async () => {
  const { job } = await kickOffWith(at(STATUS_URL.replace('https', 'http')));
  assert.deepEqual((await job()).job, running);
});

test('a request that the dialect does not support is refused before anything is sent', async () => {
  const request = aRequest({ level: 'patient' });
  const { start, http } = await kickOffWorld({ routes: { [KICK_OFF]: accepting }, request });
  await assert.rejects(start(), { name: 'SettingsInvalid' });
  assert.equal(http.requests.length, 0);
});

test('a redirect to an origin of the source gets the credential (K11)', async () => {
  const moved = 'https://files.example/r4/$export';
  const routes = {
    [KICK_OFF]: { status: 307, headers: { location: moved } },
    [`GET ${moved}`]: at(STATUS_URL),
  };
  const { start, http } = await kickOffWorld({ routes });
  assert.equal((await start()).kind, 'running');
  const carried = http.requests.map(({ headers }) => headers.client_id);
  assert.deepEqual(carried, ['test-client', 'test-client']);
});

test('a redirect to an untrusted origin gets no credential (K11)', async () => {
  const moved = `https://evil.example/r4/$export?from=${encodeURIComponent(BASE_URL)}`;
  const routes = {
    [KICK_OFF]: { status: 308, headers: { location: moved } },
    [`GET ${moved}`]: { status: 401 },
  };
  const { start, http } = await kickOffWorld({ routes });
  await assert.rejects(start(), { name: 'CredentialRefused' });
  assert.deepEqual(Object.keys(http.requests[1]?.headers ?? {}), ['accept']);
});

/** After the request has left, only the server knows whether there is a job (K5). */

const inDoubt: [string, Scripted][] = [
  ['a lost answer', 'lost'],
  [
    'an answer that is cut short before its Content-Location',
    { status: 202, body: '{', cut: true },
  ],
];
for (const [what, answer] of inDoubt)
  test(`${what} is KickOffAmbiguous, and the kick-off is sent once (K5)`, async () => {
    const { start, http, storage } = await kickOffWorld({ routes: { [KICK_OFF]: answer } });
    await assert.rejects(start(), { name: 'KickOffAmbiguous' });
    assert.equal(http.requests.length, 1);
    assert.equal(storage.objects.has(keys.job), false);
  });

test('a manifest that is cut short is KickOffAmbiguous', async () => {
  const source = aSource({ dialect: '1up-mte' });
  const routes = { [KICK_OFF]: { body: aManifest().slice(0, 40), cut: true } };
  const { start, storage } = await kickOffWorld({ routes, source });
  await assert.rejects(start(), { name: 'KickOffAmbiguous' });
  assert.equal(storage.objects.has(keys.manifestPage(1)), false);
});

test('an answer that is cut short after its Content-Location is accepted (K5)', async () => {
  const headers = { 'content-location': STATUS_URL };
  const { job } = await kickOffWith({ status: 202, headers, body: '{', cut: true });
  const running = { kind: 'running', statusUrl: STATUS_URL, statusHeader: false };
  assert.deepEqual((await job()).job, running);
});

test('a refused connection is ServerUnavailable, since nothing was sent (K4)', async () => {
  await assert.rejects(kickOffWith('refused'), { name: 'ServerUnavailable' });
});

const refusalsCutShort: [number, string][] = [
  [400, 'KickOffRefused'],
  [403, 'CredentialRefused'],
  [503, 'ServerUnavailable'],
];
for (const [status, name] of refusalsCutShort)
  test(`a ${status} that is cut short is a refusal too (K5)`, async () => {
    await assert.rejects(kickOffWith({ status, body: '{', cut: true }), { name });
  });

test('a 429 that is cut short is busy too (K3)', async () => {
  const { result } = await kickOffWith({ status: 429, body: '{', cut: true });
  assert.equal(result.kind, 'busy');
});
