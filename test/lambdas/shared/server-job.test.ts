import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob, aSource, BASE_URL, STATUS_URL } from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { cleanUpWorld } from './clean-up-world.ts';

const answers: [string, Scripted, string][] = [
  ['200', { status: 200 }, 'cancelled'],
  ['202', { status: 202 }, 'cancelled'],
  ['204', { status: 204 }, 'cancelled'],
  ['404: it is gone', { status: 404 }, 'cancelled'],
  ['410: it is gone', { status: 410 }, 'cancelled'],
  ['403: the server has none', { status: 403 }, 'not-cancellable'],
  ['405: the server has none', { status: 405 }, 'not-cancellable'],
  ['501: the server has none', { status: 501 }, 'not-cancellable'],
  ['400', { status: 400 }, 'cancel-failed'],
  ['401 twice', { status: 401 }, 'cancel-failed'],
  ['409', { status: 409 }, 'cancel-failed'],
  ['429', { status: 429 }, 'cancel-failed'],
  ['500', { status: 500 }, 'cancel-failed'],
  ['503', { status: 503 }, 'cancel-failed'],
  ['a redirect to a page', { status: 302 }, 'cancel-failed'],
  ['a refused connection', 'refused', 'cancel-failed'],
  ['a lost answer', 'lost', 'cancel-failed'],
];
for (const [what, answer, serverJob] of answers)
  test(`a cancel answered with ${what} is written down as ${serverJob} (O5)`, async () => {
    const { cleanUp, failure, lease } = await cleanUpWorld({ answer });
    assert.equal((await cleanUp()).kind, 'failed');
    assert.equal((await failure()).serverJob, serverJob);
    assert.equal((await lease()).kind, 'free');
  });

test('a cancel carries the credential and nothing else', async () => {
  const { cleanUp, http } = await cleanUpWorld();
  await cleanUp();
  const { method, url, headers, body } = http.requests[0] ?? {};
  assert.deepEqual([method, url, body], ['DELETE', STATUS_URL, undefined]);
  assert.equal(headers?.client_id, 'test-client');
});

test('a cancel that fails is logged by the error’s name alone', async () => {
  const { cleanUp, log } = await cleanUpWorld({ answer: 'lost' });
  await cleanUp();
  const [line] = log.lines;
  assert.equal(line?.event, 'clean-up.cancel-failed');
  assert.deepEqual(Object.keys(line?.fields ?? {}), ['exportId', 'error']);
  assert.equal(line?.fields.error, 'ConnectionFailed');
});

for (const dialect of ['1up-gateway', '1up-mte'] as const)
  test(`${dialect} has no cancel, and is not asked (oneup-api 4)`, async () => {
    const { cleanUp, failure, http } = await cleanUpWorld({ source: aSource({ dialect }) });
    await cleanUp();
    assert.equal((await failure()).serverJob, 'not-cancellable');
    assert.equal(http.requests.length, 0);
  });

test('a list of files that came at once has no job behind it', async () => {
  const job = aJob({ job: { kind: 'complete', manifestUrl: `${BASE_URL}/$export` } });
  const { cleanUp, failure, http } = await cleanUpWorld({ job });
  await cleanUp();
  assert.equal((await failure()).serverJob, 'none');
  assert.equal(http.requests.length, 0);
});

for (const source of ['birch', 'toString'])
  test(`a job of a source ${source}, which the settings do not hold, cannot be cancelled`, async () => {
    const { cleanUp, failure } = await cleanUpWorld({ job: aJob({ source }) });
    assert.equal((await cleanUp()).kind, 'failed');
    assert.equal((await failure()).serverJob, 'cancel-failed');
  });
