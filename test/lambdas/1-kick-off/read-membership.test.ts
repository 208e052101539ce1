import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keys } from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import {
  accepting,
  aGroup,
  GROUP,
  GROUP_KICK_OFF,
  groupRequest,
  groupSource,
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
