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
import type { ExportRequest } from '../../../lambdas/settings/export-request.ts';
import { decide } from '../../../lambdas/settlement/decision.ts';
import {
  aJob,
  aRequest,
  aSource,
  aStart,
  BASE_URL,
  EXECUTION_ARN,
  EXPORT_ID,
  keys,
  STATUS_URL,
} from '../../fakes/builders.ts';
import { killedAt } from '../../fakes/killed-at.ts';
import { NOW } from '../../fakes/manual-clock.ts';
import { groupRequest, kickOffWorld } from './kick-off-world.ts';
import { FAILED_ID, type Failed, resumeWorld } from './resume-world.ts';

const SINCE = '2026-11-21T03:00:00Z';
const full = aRequest({ mode: 'full' });
const source = aSource({
  fhirUrl: 'https://api.example/r4',
  openOrigins: ['https://open.example'],
});

/** An export that goes on with a job that somebody else kicked off; the server knows no other call. */
const adopting = (statusUrl: string, request: ExportRequest = full) =>
  kickOffWorld({ source, request, begin: { kind: 'adopt', statusUrl } });

test('an adopted job is polled at the given status URL, without a kick-off', async () => {
  const { start, job, http, scope } = await adopting(STATUS_URL);
  assert.deepEqual(await start(), { kind: 'running', waitSeconds: 2 });
  assert.deepEqual(http.requests, []);
  assert.deepEqual(await job(), aJob({ scope, request: full }));
});

test('a job that is adopted twice is stored once (K10)', async () => {
  const { start, storage, clock } = await adopting(STATUS_URL);
  await start();
  const before = new Map(storage.objects);
  clock.advance(60);
  await start();
  assert.deepEqual(storage.objects, before);
});

test('an adopted job has the `since` of the request', async () => {
  const request = aRequest({ since: SINCE });
  const { start, job, log } = await adopting(STATUS_URL, request);
  await start();
  assert.equal((await job()).since, SINCE);
  assert.equal(log.lines[0]?.fields.incremental, true);
});

test('an adopted job has the time of the last commit, which its manifest must not precede (M12)', async () => {
  const { start, job, lastCommitWas } = await adopting(STATUS_URL);
  await lastCommitWas({ exportId: 'x', transactionTime: SINCE, membership: null });
  await start();
  const { since, lastTransactionTime } = await job();
  assert.deepEqual([since, lastTransactionTime], [null, SINCE]);
});

test('an adopted job has no membership, and the group is not read', async () => {
  const { start, job, http } = await adopting(STATUS_URL, { ...groupRequest, mode: 'full' });
  await start();
  assert.equal((await job()).membership, null);
  assert.deepEqual(http.requests, []);
});

for (const statusUrl of [STATUS_URL.replace('https', 'http'), 'https://api.example/jobs/7'])
  test(`a job at ${statusUrl} is on an API origin of the source (P14)`, async () => {
    const { start, job } = await adopting(statusUrl);
    await start();
    const url = statusUrl.replace('http:', 'https:');
    assert.deepEqual((await job()).job, { kind: 'running', statusUrl: url, statusHeader: false });
  });

const isOurs = /status URL is not on an API origin of the source/;
const sinceWhen = /give the `since` of that job/;
const refusals: [string, string, ExportRequest, string, RegExp][] = [
  ['on an untrusted origin', 'https://evil.example/job/1', full, 'LinkRefused', /evil\.example/],
  [
    'on another port',
    `${BASE_URL.replace('.example', '.example:8443')}/1`,
    full,
    'LinkRefused',
    /8443/,
  ],
  ['on an origin of `fileOrigins`', 'https://files.example/job/1', full, 'SettingsInvalid', isOurs],
  ['on an origin of `openOrigins`', 'https://open.example/job/1', full, 'SettingsInvalid', isOurs],
  ['with a password in it', 'https://a:b@analytics.example/1', full, 'LinkRefused', /password/],
  ['without a `since` or mode "full"', STATUS_URL, aRequest(), 'SettingsInvalid', sinceWhen],
];
for (const [what, statusUrl, request, name, message] of refusals)
  test(`a job ${what} is not adopted (P14)`, async () => {
    const { start, http, storage } = await adopting(statusUrl, request);
    await assert.rejects(start(), { name, message });
    assert.deepEqual(http.requests, []);
    assert.equal(storage.objects.has(keys.job), false);
  });

test('the job of a failed export is resumed without a kick-off', async () => {
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

test('a chain of resumes keeps the first export’s place of the data', async () => {
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
const resumeRefusals: [string, Failed, string][] = [
  ['that has not failed', { decision: undefined }, 'it has not failed'],
  ['that is published', { decision: 'publish' }, 'it has not failed'],
  ['without a job', { job: undefined }, 'it has no job on the server'],
  [
    'whose manifest answered the kick-off',
    { job: { job: complete } },
    'the server answered its kick-off without a job',
  ],
  ['whose job is deleted', { serverJob: 'deleted' }, 'its job was deleted on the server'],
  ['with another request', { job: { scope: 'other' } }, 'its request is of another scope'],
  [
    'that another export has resumed',
    { resumedBy: 'acme-2' },
    'acme-2 has resumed it already; resume that one',
  ],
];
for (const [what, failed, why] of resumeRefusals)
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
  test(`a job that is ${serverJob} may still exist, and is resumed`, async () => {
    const { start } = await resumeWorld({ serverJob });
    assert.equal((await start()).kind, 'running');
  });

test('an export that was abandoned before it had a job does not count as the one that resumed', async () => {
  const { start, storage } = await resumeWorld({ resumedBy: 'acme-2' });
  await decide('acme-2', 'abandon', storage);
  assert.equal((await start()).kind, 'running');
  const { record } =
    (await findRecord(exportKeys(FAILED_ID).resumed, ResumedRecord, storage)) ?? {};
  assert.equal(record?.by, EXPORT_ID);
});

test('the same export may resume twice, another one may not', async () => {
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
  test(`killed ${when} each call, a resume that is retried has its job (K10)`, async () => {
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
