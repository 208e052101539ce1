import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aManifest, aRequest, aSource, BASE_URL, keys, STATUS_URL } from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import {
  accepting,
  GROUP_KICK_OFF,
  groupRequest,
  KICK_OFF,
  kickOffWith,
  kickOffWorld,
} from './kick-off-world.ts';

const outcome = (code: string) =>
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
  test(`the status is where ${location} leads from the kick-off (K6)`, async () => {
    const { job } = await kickOffWith(at(location));
    assert.deepEqual((await job()).job, running);
  });

for (const status of [200, 201, 204])
  test(`${status} in place of 202 will do where it names the job (K7)`, async () => {
    assert.equal((await kickOffWith(at(STATUS_URL, status))).result.kind, 'running');
  });

test('the gateway’s list in place of a job will do (K7)', async () => {
  const gateway = aSource({ dialect: '1up-gateway' });
  assert.equal((await kickOffWith({ body: aManifest() }, gateway)).result.kind, 'complete');
});

test('an outcome beside the 202 stops nothing (K9)', async () => {
  const answer = { status: 202, headers: { 'content-location': STATUS_URL }, body: outcome('a') };
  assert.equal((await kickOffWith(answer)).result.kind, 'running');
});

const refusals: [string, Scripted, string, RegExp][] = [
  [
    '403 (K2)',
    { status: 403, body: outcome('forbidden') },
    'CredentialRefused',
    /403 \(forbidden\)/,
  ],
  ['500 (K4)', { status: 500, body: outcome('exception') }, 'ServerUnavailable', /500/],
  ['503 (K4)', { status: 503 }, 'ServerUnavailable', /503/],
  ['a refused connection (K4)', 'refused', 'ServerUnavailable', /refused/],
  ['202 without a Content-Location (K6)', { status: 202 }, 'NotABulkServer', /Content-Location/],
  ['400 (K8)', { status: 400, body: outcome('invalid') }, 'KickOffRefused', /400 \(invalid\)$/],
  ['422 without an outcome (K8)', { status: 422, body: 'marker' }, 'KickOffRefused', /with 422$/],
  ['404', { status: 404, body: outcome('not-found') }, 'NotABulkServer', /check the baseUrl/],
  ['a login page (K13)', { body: '<html>marker</html>' }, 'NotABulkServer', /200 without/],
  ['a status elsewhere (P14)', at('https://evil.example/job/1'), 'LinkRefused', /evil\.example/],
  ['a status that is no URL', at('https://'), 'LinkRefused', /not a URL/],
];
for (const [what, answer, name, message] of refusals)
  test(`${what} is ${name}, and no job is written down`, async () => {
    const world = await kickOffWorld({ routes: { [KICK_OFF]: answer } });
    await assert.rejects(world.start(), (error: Error) => {
      assert.equal(error.name, name);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /marker/);
      return true;
    });
    assert.equal(world.storage.objects.has(keys.job), false);
  });

test('a 404 to a group export is a group that is not there', async () => {
  const routes = { [GROUP_KICK_OFF]: { status: 404, body: outcome('not-found') } };
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

test('what the source cannot export is refused before anything is sent', async () => {
  const request = aRequest({ level: 'patient' });
  const { start, http } = await kickOffWorld({ routes: { [KICK_OFF]: accepting }, request });
  await assert.rejects(start(), { name: 'SettingsInvalid' });
  assert.equal(http.requests.length, 0);
});

test('a base URL that is moved is followed with the credential along (K11)', async () => {
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

test('a base URL that is moved to a stranger gets no credential (K11)', async () => {
  const moved = `https://evil.example/r4/$export?from=${encodeURIComponent(BASE_URL)}`;
  const routes = {
    [KICK_OFF]: { status: 308, headers: { location: moved } },
    [`GET ${moved}`]: { status: 401 },
  };
  const { start, http } = await kickOffWorld({ routes });
  await assert.rejects(start(), { name: 'CredentialRefused' });
  assert.deepEqual(Object.keys(http.requests[1]?.headers ?? {}), ['accept']);
});
