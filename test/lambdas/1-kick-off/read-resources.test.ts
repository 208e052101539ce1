import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aSource, BASE_URL, keys } from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import {
  accepting,
  aGroup,
  GROUP,
  GROUP_KICK_OFF,
  groupRequest,
  groupSource,
  KICK_OFF,
  kickOffWorld,
} from './kick-off-world.ts';

const world = (answer: Scripted) =>
  kickOffWorld({
    routes: { [`GET ${GROUP}`]: answer, [GROUP_KICK_OFF]: accepting },
    source: groupSource,
    request: groupRequest,
  });

test('a group is read before it is exported, with the credential', async () => {
  const { start, http } = await world(aGroup('a'));
  await start();
  const [read, kickOff] = http.requests;
  assert.deepEqual([read?.url, kickOff?.url], [GROUP, GROUP_KICK_OFF.replace('GET ', '')]);
  assert.equal(read?.headers.client_id, 'test-client');
});

test('no record has a patient id', async () => {
  const { start, storage } = await world(aGroup('marker-of-a-patient'));
  await start();
  for (const { body } of storage.objects.values()) assert(!body.toString().includes('marker'));
});

test('a group without a list of members is an empty group', async () => {
  const { start, job } = await world({ body: '{"resourceType":"Group"}' });
  await start();
  assert.equal((await job()).membership?.length, 64);
});

const failures: [string, Scripted, string][] = [
  ['with a 404', { status: 404 }, 'GroupNotFound'],
  ['with a 410', { status: 410 }, 'GroupNotFound'],
  [
    'that is another resource',
    { body: '{"resourceType":"Patient","id":"marker"}' },
    'NotABulkServer',
  ],
  ['that is a login page', { body: '<html>marker</html>' }, 'NotABulkServer'],
  [
    'whose members are not references',
    { body: '{"resourceType":"Group","member":[{"entity":{"display":"marker"}}]}' },
    'NotABulkServer',
  ],
  ['with a 403', { status: 403 }, 'CredentialRefused'],
  ['with a 503', { status: 503 }, 'ServerUnavailable'],
  ['that is cut short', { body: '{"resourceType"', cut: true }, 'ServerUnavailable'],
];
for (const [what, answer, name] of failures)
  test(`a group ${what} is ${name}, and no kick-off is sent`, async () => {
    const { start, http, storage } = await world(answer);
    await assert.rejects(start(), (error: Error) => {
      assert.equal(error.name, name);
      assert.doesNotMatch(error.message, /marker/);
      return true;
    });
    assert(http.requests.every(({ url }) => url === GROUP));
    assert.equal(storage.objects.has(keys.job), false);
  });

for (const lost of ['refused', 'lost'] as const)
  test(`a connection that is ${lost} while the group is read is not KickOffAmbiguous (K5)`, async () => {
    const { start } = await world(lost);
    await assert.rejects(start(), { name: 'ServerUnavailable' });
  });

test('without a fhirUrl a group is exported without its membership', async () => {
  const { start, job } = await kickOffWorld({
    routes: { [GROUP_KICK_OFF]: accepting },
    request: groupRequest,
  });
  await start();
  assert.equal((await job()).membership, null);
});

const METADATA = `GET ${BASE_URL}/metadata`;
const discovering = aSource({ dialect: 'bulk-data' });

const statement = (name: string): Scripted => ({
  body: JSON.stringify({
    resourceType: 'CapabilityStatement',
    rest: [{ mode: 'server', operation: [{ name }] }],
  }),
});

/** What is sent to a server that says this of itself. */
async function sent(answer: Scripted, source = discovering) {
  const kickOffs = { [KICK_OFF]: accepting, [`POST ${BASE_URL}/$export-v4`]: accepting };
  const world = await kickOffWorld({ routes: { [METADATA]: answer, ...kickOffs }, source });
  const result = await world.start();
  return { result, sent: world.http.requests.map(({ method, url }) => `${method} ${url}`) };
}

test('with version `discover` the CapabilityStatement is read before the kick-off (rule 24)', async () => {
  const { sent: requests, result } = await sent(statement('export-v4'));
  assert.deepEqual(requests, [METADATA, `POST ${BASE_URL}/$export-v4`]);
  assert.equal(result.kind, 'running');
});

const silent: [string, Scripted][] = [
  ['has no statement', { status: 404 }],
  ['answers 403', { status: 403 }],
  ['answers with HTML', { body: '<html>' }],
  ['names no export operation', statement('everything')],
];
for (const [what, answer] of silent)
  test(`a server that ${what} gets the kick-off that every server supports (rule 13)`, async () => {
    assert.deepEqual((await sent(answer)).sent, [METADATA, KICK_OFF]);
  });

const settled = aSource({ dialect: 'bulk-data', bulkData: { version: 'v3' } });
for (const source of [settled, aSource()])
  test(`a source of ${source.dialect} with a set version has its CapabilityStatement not read`, async () => {
    assert.deepEqual((await sent('lost', source)).sent, [KICK_OFF]);
  });

const capabilityFailures: [string, Scripted, string][] = [
  ['is refused', 'refused', 'ServerUnavailable'],
  ['loses its answer', 'lost', 'ServerUnavailable'],
  ['is cut short', { body: '{', cut: true }, 'ServerUnavailable'],
  ['is down', { status: 502 }, 'ServerUnavailable'],
  ['is behind a CDN that cannot reach it', { status: 522 }, 'ServerUnavailable'],
];
for (const [what, answer, name] of capabilityFailures)
  test(`a CapabilityStatement that ${what} is ${name}, and no kick-off is sent (K4)`, async () => {
    const routes = { [METADATA]: answer, [KICK_OFF]: accepting };
    const { start, http } = await kickOffWorld({ routes, source: discovering });
    await assert.rejects(start(), { name });
    assert(http.requests.every(({ url }) => url.endsWith('/metadata')));
  });

const asks: [string, Scripted, number][] = [
  ['429 and no time', { status: 429 }, 60],
  ['429 and two hours', { status: 429, headers: { 'retry-after': '7200' } }, 7200],
  ['503 and two hours', { status: 503, headers: { 'retry-after': '7200' } }, 7200],
  ['522 and two hours', { status: 522, headers: { 'retry-after': '7200' } }, 7200],
];
for (const [what, answer, waitSeconds] of asks) {
  test(`a CapabilityStatement answered by ${what} is a wait, and no kick-off is sent (K3, P2)`, async () => {
    const routes = { [METADATA]: answer, [KICK_OFF]: accepting };
    const { start, http } = await kickOffWorld({ routes, source: discovering });
    assert.deepEqual(await start(), { kind: 'busy', waitSeconds });
    assert.equal(http.requests.length, 1);
  });

  test(`a Group answered by ${what} is a wait, and no kick-off is sent (K3, P2)`, async () => {
    const { start, http } = await world(answer);
    assert.deepEqual(await start(), { kind: 'busy', waitSeconds });
    assert.equal(http.requests.length, 1);
  });
}
