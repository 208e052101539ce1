import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aManifest, aSource, keys, STATUS_URL } from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { KICK_OFF, kickOffWith, kickOffWorld } from './kick-off-world.ts';

/** After the request has left, only the server knows whether there is a job (K5). */

const inDoubt: [string, Scripted][] = [
  ['an answer that is lost', 'lost'],
  ['an answer that breaks off before it names the job', { status: 202, body: '{', cut: true }],
];
for (const [what, answer] of inDoubt)
  test(`${what} is a kick-off in doubt, and sent once (K5)`, async () => {
    const { start, http, storage } = await kickOffWorld({ routes: { [KICK_OFF]: answer } });
    await assert.rejects(start(), { name: 'KickOffAmbiguous' });
    assert.equal(http.requests.length, 1);
    assert.equal(storage.objects.has(keys.job), false);
  });

test('a list of files that breaks off is not taken for a list', async () => {
  const source = aSource({ dialect: '1up-mte' });
  const routes = { [KICK_OFF]: { body: aManifest().slice(0, 40), cut: true } };
  const { start, storage } = await kickOffWorld({ routes, source });
  await assert.rejects(start(), { name: 'KickOffAmbiguous' });
  assert.equal(storage.objects.has(keys.manifestPage(1)), false);
});

test('an answer that breaks off after it named the job is enough (K5)', async () => {
  const headers = { 'content-location': STATUS_URL };
  const { job } = await kickOffWith({ status: 202, headers, body: '{', cut: true });
  const running = { kind: 'running', statusUrl: STATUS_URL, statusHeader: false };
  assert.deepEqual((await job()).job, running);
});

test('a connection that was refused left nothing in doubt (K4)', async () => {
  await assert.rejects(kickOffWith('refused'), { name: 'ServerUnavailable' });
});

const refusals: [number, string][] = [
  [400, 'KickOffRefused'],
  [403, 'CredentialRefused'],
  [503, 'ServerUnavailable'],
];
for (const [status, name] of refusals)
  test(`a ${status} that breaks off is a refusal all the same (K5)`, async () => {
    await assert.rejects(kickOffWith({ status, body: '{', cut: true }), { name });
  });

test('a 429 that breaks off asks to wait all the same (K3)', async () => {
  const { result } = await kickOffWith({ status: 429, body: '{', cut: true });
  assert.equal(result.kind, 'busy');
});
