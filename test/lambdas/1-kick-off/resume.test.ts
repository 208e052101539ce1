import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kickOff } from '../../../lambdas/1-kick-off/kick-off.ts';
import {
  type FailureRecord,
  type JobRecord,
  ResumedRecord,
} from '../../../lambdas/lake/export-records.ts';
import { exportKeys } from '../../../lambdas/lake/keys.ts';
import { findRecord } from '../../../lambdas/lake/record.ts';
import { decide } from '../../../lambdas/settlement/decision.ts';
import { aJob, aRequest, aStart, EXECUTION_ARN, EXPORT_ID, keys } from '../../fakes/builders.ts';
import { killedAt } from '../../fakes/killed-at.ts';
import { NOW } from '../../fakes/manual-clock.ts';
import { FAILED_ID, type Failed, resumeWorld } from './resume-world.ts';

test('the job of a failed export is gone on with, and nothing is kicked off', async () => {
  const startedAt = '2026-11-21T03:00:00.000Z';
  const { start, job, http, clock } = await resumeWorld({ job: { startedAt } });
  clock.advance(3600);
  assert.deepEqual(await start(), { kind: 'running', waitSeconds: 2 });
  assert.deepEqual(http.requests, []);
  const { exportId, dataExportId, since, membership, kickedOffAt, job: at } = await job();
  assert.deepEqual([exportId, dataExportId], [EXPORT_ID, FAILED_ID]);
  assert.deepEqual([since, membership], ['2026-11-20T00:00:00Z', 'members']);
  assert.equal(kickedOffAt, '2026-11-22T04:00:00.000Z');
  assert.equal((await job()).startedAt, NOW);
  assert.deepEqual(at, aJob().job);
});

test('the landing place is kept through a chain of resumes', async () => {
  const { start, job } = await resumeWorld({ job: { dataExportId: 'acme-first' } });
  await start();
  assert.equal((await job()).dataExportId, 'acme-first');
});

test('a manifest may not be older than what was committed since (M12)', async () => {
  const { start, job, lastCommitWas } = await resumeWorld();
  const transactionTime = '2026-11-22T02:00:00Z';
  await lastCommitWas({ exportId: 'x', transactionTime, membership: null });
  await start();
  assert.equal((await job()).lastTransactionTime, transactionTime);
});

const complete = { kind: 'complete' as const, manifestUrl: 'https://analytics.example/m' };
const refusals: [string, Failed, string][] = [
  ['that has not failed', { decision: undefined }, 'it has not failed'],
  ['that is published', { decision: 'publish' }, 'it has not failed'],
  ['without a job', { job: undefined }, 'it never came to a job on the server'],
  ['of a list that came at once', { job: { job: complete } }, 'the server keeps no job of it'],
  ['whose job is deleted', { serverJob: 'deleted' }, 'its job was deleted on the server'],
  ['that asked for something else', { job: { scope: 'other' } }, 'it was asked for something else'],
  ['that is resumed', { resumedBy: 'acme-2' }, 'acme-2 has resumed it already; resume that one'],
];
for (const [what, failed, why] of refusals)
  test(`an export ${what} cannot be resumed, and the message says so`, async () => {
    const { start, http, storage } = await resumeWorld(failed);
    await assert.rejects(start(), {
      name: 'SettingsInvalid',
      message: `export ${FAILED_ID} cannot be resumed: ${why}; start a new export`,
    });
    assert.deepEqual(http.requests, []);
    assert.equal(storage.objects.has(keys.job), false);
  });

const kept: FailureRecord['serverJob'][] = ['kept', 'not-deletable', 'delete-failed', 'none'];
for (const serverJob of kept)
  test(`a job that is ${serverJob} may be there still, and is gone on with`, async () => {
    const { start } = await resumeWorld({ serverJob });
    assert.equal((await start()).kind, 'running');
  });

test('one that was given up before it had a job does not count as having resumed', async () => {
  const { start, storage } = await resumeWorld({ resumedBy: 'acme-2' });
  await decide('acme-2', 'abandon', storage);
  assert.equal((await start()).kind, 'running');
  const { record } =
    (await findRecord(exportKeys(FAILED_ID).resumed, ResumedRecord, storage)) ?? {};
  assert.equal(record?.by, EXPORT_ID);
});

test('the same export may resume twice, and another one then not', async () => {
  const { start, storage } = await resumeWorld({ resumedBy: EXPORT_ID });
  assert.equal((await start()).kind, 'running');
  const before = new Map(storage.objects);
  assert.equal((await start()).kind, 'running');
  assert.deepEqual(storage.objects, before);
});

const event = {
  ...{ exportId: EXPORT_ID, executionArn: EXECUTION_ARN },
  ...{ startedAt: NOW, start: aStart() },
};

for (const when of ['before', 'after'] as const)
  test(`killed ${when} each thing that it does, a resume run again has its job (K10)`, async () => {
    const expected: JobRecord = aJob({
      ...{ dataExportId: FAILED_ID, since: '2026-11-20T00:00:00Z', membership: 'members' },
      request: aRequest(),
    });
    for (let n = 1; ; n += 1) {
      const world = await resumeWorld();
      const storage = killedAt(n, when)(world.storage);
      const ended = await kickOff(event, { ...world, storage }).then(
        () => true,
        () => false,
      );
      if (ended) break;
      assert(n < 30);
      await world.start();
      assert.deepEqual(await world.job(), expected);
      assert.deepEqual(world.http.requests, []);
    }
  });
