import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deleteServerJob, deletionOf } from '../../../lambdas/settlement/server-job.ts';
import { aJob, aSource, BASE_URL, STATUS_URL } from '../../fakes/builders.ts';
import type { Scripted } from '../../fakes/scripted-http.ts';
import { stepDeps } from '../../fakes/step-deps.ts';

const world = (answer: Scripted = { status: 202 }, source = aSource({ dialect: 'bulk-data' })) =>
  stepDeps({ source, routes: { [`DELETE ${STATUS_URL}`]: answer } });

const answers: [string, Scripted, string][] = [
  ['200', { status: 200 }, 'deleted'],
  ['202', { status: 202 }, 'deleted'],
  ['204', { status: 204 }, 'deleted'],
  ['404: it is gone', { status: 404 }, 'deleted'],
  ['410: it is gone', { status: 410 }, 'deleted'],
  ['403: the server has none', { status: 403 }, 'not-deletable'],
  ['405: the server has none', { status: 405 }, 'not-deletable'],
  ['501: the server has none', { status: 501 }, 'not-deletable'],
  ['400', { status: 400 }, 'delete-failed'],
  ['401 twice', { status: 401 }, 'delete-failed'],
  ['409', { status: 409 }, 'delete-failed'],
  ['429', { status: 429 }, 'delete-failed'],
  ['500', { status: 500 }, 'delete-failed'],
  ['503', { status: 503 }, 'delete-failed'],
  ['a redirect to a page', { status: 302 }, 'delete-failed'],
  ['a refused connection', 'refused', 'delete-failed'],
  ['a lost answer', 'lost', 'delete-failed'],
];
for (const [what, answer, serverJob] of answers)
  for (const state of ['running', 'finished'] as const)
    test(`a DELETE of a ${state} job that is answered with ${what} results in ${serverJob} (O5)`, async () => {
      assert.equal(await deleteServerJob(aJob(), state, world(answer)), serverJob);
    });

test('a DELETE carries the credential and nothing else', async () => {
  const deps = world();
  await deleteServerJob(aJob(), 'running', deps);
  const { method, url, headers, body } = deps.http.requests[0] ?? {};
  assert.deepEqual([method, url, body], ['DELETE', STATUS_URL, undefined]);
  assert.equal(headers?.client_id, 'test-client');
});

test('a failed DELETE is logged with the name of the error only', async () => {
  const deps = world('lost');
  await deleteServerJob(aJob(), 'running', deps);
  const [line] = deps.log.lines;
  assert.deepEqual([line?.level, line?.event], ['warn', 'server-job.delete-failed']);
  assert.deepEqual(Object.keys(line?.fields ?? {}), ['exportId', 'error']);
  assert.equal(line?.fields.error, 'ConnectionFailed');
});

const dialects = [
  ['1up-ste', 'running', 1],
  ['1up-ste', 'finished', 0],
  ['1up-gateway', 'running', 0],
  ['1up-gateway', 'finished', 0],
  ['1up-mte', 'running', 0],
  ['1up-mte', 'finished', 0],
] as const;
for (const [dialect, state, requests] of dialects)
  test(`${dialect} is ${requests ? 'asked' : 'not asked'} to delete a job that is ${state} (1up 4)`, async () => {
    const deps = world({ status: 202 }, aSource({ dialect }));
    const result = await deleteServerJob(aJob(), state, deps);
    assert.equal(result, requests ? 'deleted' : 'not-deletable');
    assert.equal(deps.http.requests.length, requests);
  });

test('a manifest in answer to the kick-off has no job', async () => {
  const job = aJob({ job: { kind: 'complete', manifestUrl: `${BASE_URL}/$export` } });
  const deps = world();
  assert.equal(await deleteServerJob(job, 'finished', deps), 'none');
  assert.equal(deps.http.requests.length, 0);
});

test('the settings say when a job is deleted; never for a source that is not in them', () => {
  for (const deleteJob of ['never', 'after-publish', 'on-failure'] as const)
    assert.equal(deletionOf(aJob(), world({}, aSource({ deleteJob }))), deleteJob);
  assert.equal(deletionOf(aJob(), world()), 'after-publish');
  for (const source of ['birch', 'toString', '__proto__'])
    assert.equal(deletionOf(aJob({ source }), world()), 'never');
});
