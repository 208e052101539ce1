import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Begin } from '../../../lambdas/lake/export-records.ts';
import { exportKeys } from '../../../lambdas/lake/keys.ts';
import { decide } from '../../../lambdas/settlement/decision.ts';
import { settleExport } from '../../../lambdas/settlement/settle-export.ts';
import { aRequest, aSource, EXPORT_ID, keys, STATUS_URL } from '../../fakes/builders.ts';
import { accepting, KICK_OFF, kickOffWorld } from './kick-off-world.ts';
import { FAILED_ID, resumeWorld } from './resume-world.ts';

const abandoned = { name: 'ExportAbandoned', message: /was cancelled while it was kicked off$/ };
const routes = { [KICK_OFF]: accepting, [`DELETE ${STATUS_URL}`]: { status: 202 } };
const failure = { Error: 'Cancelled' };
const full = aRequest({ mode: 'full' });
const adopt: Begin = { kind: 'adopt', statusUrl: STATUS_URL };
const keeping = aSource({ deleteJob: 'never' });

test('a cancel before the status URL is stored still deletes the job (O8)', async () => {
  const world = await kickOffWorld({ routes });
  const { put } = world.storage;
  // The cancel comes, and Clean up finds no job, just before the job is written down.
  world.storage.put = async (key, ...rest) => {
    if (key === keys.job)
      await settleExport({ exportId: EXPORT_ID, source: 'acme', failure }, world);
    return put(key, ...rest);
  };
  await assert.rejects(world.start(), abandoned);
  assert.deepEqual(
    world.http.requests.map(({ method, url }) => `${method} ${url}`),
    [KICK_OFF, `DELETE ${STATUS_URL}`],
  );
});

test('the job is stored before it is deleted, and a retry deletes it again', async () => {
  const world = await kickOffWorld({ routes });
  await decide(EXPORT_ID, 'abandon', world.storage);
  await assert.rejects(world.start(), abandoned);
  assert(world.storage.objects.has(keys.job));
  await assert.rejects(world.start(), abandoned);
  assert.deepEqual(
    world.http.requests.map(({ method }) => method),
    ['GET', 'DELETE', 'DELETE'],
  );
});

test('the export ends as abandoned, also if the server cannot be reached to delete the job', async () => {
  const world = await kickOffWorld({ routes: { ...routes, [`DELETE ${STATUS_URL}`]: 'lost' } });
  await decide(EXPORT_ID, 'abandon', world.storage);
  await assert.rejects(world.start(), abandoned);
});

for (const [what, world] of [
  ['an adopted job', () => kickOffWorld({ routes, request: full, begin: adopt })],
  [
    'a job of a source whose `deleteJob` is `never`',
    () => kickOffWorld({ routes, source: keeping }),
  ],
  ['a job that this export resumes', () => resumeWorld()],
  ['a job that another export has resumed', lateResume],
] as const)
  test(`${what} is not deleted by a cancel during Kick off (O8)`, async () => {
    const made = await world();
    await decide(EXPORT_ID, 'abandon', made.storage, 'Cancelled');
    await assert.rejects(made.start(), abandoned);
    assert.deepEqual(
      made.http.requests.filter(({ method }) => method === 'DELETE'),
      [],
    );
  });

/** A resume that claimed the job, was cancelled, and lost the claim before it stored the job. */
async function lateResume() {
  const made = await resumeWorld({ resumedBy: EXPORT_ID });
  const { put } = made.storage;
  made.storage.put = async (key, ...rest) => {
    const stored = await put(key, ...rest);
    const keysOfFailed = exportKeys(FAILED_ID);
    if (key === keys.job) await put(keysOfFailed.resumed, '{"by":"acme-2"}');
    return stored;
  };
  return made;
}

test('a decision to publish does not stop a retry of Kick off', async () => {
  const world = await kickOffWorld({ routes });
  await decide(EXPORT_ID, 'publish', world.storage);
  assert.equal((await world.start()).kind, 'running');
});
