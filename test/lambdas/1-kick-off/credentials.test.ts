import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kickOff } from '../../../lambdas/1-kick-off/kick-off.ts';
import { aSource, aStart, EXECUTION_ARN, EXPORT_ID } from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';
import { accepting, KICK_OFF } from './kick-off-world.ts';

const tokenUrl = 'https://auth.example/token';
const source = aSource({ auth: { kind: 'client-credentials', secret: 'sluice/acme', tokenUrl } });

const token = (word: string): Scripted => ({
  body: JSON.stringify({ access_token: word, token_type: 'Bearer', expires_in: 600 }),
});

/** Kicks off at a server that answers like that; the token endpoint gives one token after another. */
function start(answers: Scripted[], tokens: Scripted[] = [token('test-1'), token('test-2')]) {
  const deps = stepDeps({ source, routes: { [KICK_OFF]: answers, [`POST ${tokenUrl}`]: tokens } });
  const startedAt = deps.clock.now().toISOString();
  const event = { exportId: EXPORT_ID, executionArn: EXECUTION_ARN, startedAt, start: aStart() };
  const sent = () => deps.http.requests.flatMap(({ headers }) => headers.authorization ?? []);
  return { result: kickOff(event, deps), sent };
}

test('a 401 is answered once with a fresh token (K1)', async () => {
  const { result, sent } = start([{ status: 401 }, accepting]);
  assert.equal((await result).kind, 'running');
  assert.deepEqual(sent(), ['Bearer test-1', 'Bearer test-2']);
});

test('a second 401 is CredentialRefused, with the name of the secret (K1)', async () => {
  const { result, sent } = start([{ status: 401 }]);
  await assert.rejects(result, {
    name: 'CredentialRefused',
    message: 'kick-off: the server answers 401 to secret "sluice/acme"',
  });
  assert.equal(sent().length, 2);
});

test('a 403 is not retried (K2)', async () => {
  const { result, sent } = start([{ status: 403 }]);
  await assert.rejects(result, { name: 'CredentialRefused' });
  assert.equal(sent().length, 1);
});

const failures: [string, Scripted, string][] = [
  ['refuses', { status: 401 }, 'CredentialRefused'],
  ['is down', 'refused', 'ServerUnavailable'],
  ['loses its answer', 'lost', 'ServerUnavailable'],
  ['cuts its answer short', { body: '{', cut: true }, 'ServerUnavailable'],
];
for (const [what, answer, name] of failures)
  test(`a token endpoint that ${what} is ${name}, and never KickOffAmbiguous (K5)`, async () => {
    const { result, sent } = start([accepting], [answer]);
    await assert.rejects(result, { name });
    assert.deepEqual(sent(), []);
  });

test('a token endpoint that asks to wait is waited for as long as it asks, and nothing is sent (K3, P2)', async () => {
  const { result, sent } = start(
    [accepting],
    [{ status: 429, headers: { 'retry-after': '7200' } }],
  );
  assert.deepEqual(await result, { kind: 'busy', waitSeconds: 7200 });
  assert.deepEqual(sent(), []);
});
