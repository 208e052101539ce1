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

test('no patient’s id is in what is written down', async () => {
  const { start, storage } = await world(aGroup('marker-of-a-patient'));
  await start();
  for (const { body } of storage.objects.values()) assert(!body.toString().includes('marker'));
});

test('a group without a list of members has none', async () => {
  const { start, job } = await world({ body: '{"resourceType":"Group"}' });
  await start();
  assert.equal((await job()).membership?.length, 64);
});

const failures: [string, Scripted, string][] = [
  ['that is not there', { status: 404 }, 'GroupNotFound'],
  ['that is gone', { status: 410 }, 'GroupNotFound'],
  [
    'that is another resource',
    { body: '{"resourceType":"Patient","id":"marker"}' },
    'NotABulkServer',
  ],
  ['that is a login page', { body: '<html>marker</html>' }, 'NotABulkServer'],
  [
    'whose members are no references',
    { body: '{"resourceType":"Group","member":[{"entity":{"display":"marker"}}]}' },
    'NotABulkServer',
  ],
  ['that nobody may read', { status: 403 }, 'CredentialRefused'],
  ['behind a server that is down', { status: 503 }, 'ServerUnavailable'],
  ['that breaks off', { body: '{"resourceType"', cut: true }, 'ServerUnavailable'],
];
for (const [what, answer, name] of failures)
  test(`a group ${what} is ${name}, and nothing is kicked off`, async () => {
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
  test(`a connection that is ${lost} while the group is read is no kick-off in doubt (K5)`, async () => {
    const { start } = await world(lost);
    await assert.rejects(start(), { name: 'ServerUnavailable' });
  });

test('groups that the settings give no address for are exported unread', async () => {
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

test('a server that is to be discovered is asked what it can first (rule 24)', async () => {
  const { sent: requests, result } = await sent(statement('export-v4'));
  assert.deepEqual(requests, [METADATA, `POST ${BASE_URL}/$export-v4`]);
  assert.equal(result.kind, 'running');
});

const silent: [string, Scripted][] = [
  ['has no statement', { status: 404 }],
  ['shows it to nobody', { status: 403 }],
  ['answers with a page', { body: '<html>' }],
  ['says nothing of exports', statement('everything')],
];
for (const [what, answer] of silent)
  test(`a server that ${what} is asked as every one can be (rule 13)`, async () => {
    assert.deepEqual((await sent(answer)).sent, [METADATA, KICK_OFF]);
  });

const settled = aSource({ dialect: 'bulk-data', bulkData: { version: 'v3' } });
for (const source of [settled, aSource()])
  test(`a source of ${source.dialect} whose settings say enough is not asked what it can`, async () => {
    assert.deepEqual((await sent('lost', source)).sent, [KICK_OFF]);
  });

const capabilityFailures: [string, Scripted, string][] = [
  ['is refused', 'refused', 'ServerUnavailable'],
  ['loses its answer', 'lost', 'ServerUnavailable'],
  ['breaks off', { body: '{', cut: true }, 'ServerUnavailable'],
  ['is down', { status: 502 }, 'ServerUnavailable'],
  ['asks to wait', { status: 429 }, 'ServerBusy'],
];
for (const [what, answer, name] of capabilityFailures)
  test(`a server that ${what} has not said what it can, and is not kicked off (K4)`, async () => {
    const routes = { [METADATA]: answer, [KICK_OFF]: accepting };
    const { start, http } = await kickOffWorld({ routes, source: discovering });
    await assert.rejects(start(), { name });
    assert(http.requests.every(({ url }) => url.endsWith('/metadata')));
  });
