import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExportRequest } from '../../../lambdas/settings/export-request.ts';
import { aJob, aRequest, aSource, BASE_URL, keys, STATUS_URL } from '../../fakes/builders.ts';
import { groupRequest, kickOffWorld } from './kick-off-world.ts';

const SINCE = '2026-11-21T03:00:00Z';
const full = aRequest({ mode: 'full' });
const source = aSource({
  fhirUrl: 'https://api.example/r4',
  openOrigins: ['https://open.example'],
});

/** An export that goes on with a job that somebody else kicked off; the server knows no other call. */
const adopting = (statusUrl: string, request: ExportRequest = full) =>
  kickOffWorld({ source, request, begin: { kind: 'adopt', statusUrl } });

test('an adopted job is polled where it was said to be, and nothing is kicked off', async () => {
  const { start, job, http, scope } = await adopting(STATUS_URL);
  assert.deepEqual(await start(), { kind: 'running', waitSeconds: 2 });
  assert.deepEqual(http.requests, []);
  assert.deepEqual(await job(), aJob({ scope, request: full }));
});

test('an adopted job taken up twice is one job (K10)', async () => {
  const { start, storage, clock } = await adopting(STATUS_URL);
  await start();
  const before = new Map(storage.objects);
  clock.advance(60);
  await start();
  assert.deepEqual(storage.objects, before);
});

test('an adopted job exports since when its adopter says', async () => {
  const request = aRequest({ since: SINCE });
  const { start, job, log } = await adopting(STATUS_URL, request);
  await start();
  assert.equal((await job()).since, SINCE);
  assert.equal(log.lines[0]?.fields.incremental, true);
});

test('an adopted job has a last commit that its manifest may not be older than (M12)', async () => {
  const { start, job, lastCommitWas } = await adopting(STATUS_URL);
  await lastCommitWas({ exportId: 'x', transactionTime: SINCE, membership: null });
  await start();
  const { since, lastTransactionTime } = await job();
  assert.deepEqual([since, lastTransactionTime], [null, SINCE]);
});

test('who was in the group of an adopted job is not known, and the group is not read', async () => {
  const { start, job, http } = await adopting(STATUS_URL, { ...groupRequest, mode: 'full' });
  await start();
  assert.equal((await job()).membership, null);
  assert.deepEqual(http.requests, []);
});

for (const statusUrl of [STATUS_URL.replace('https', 'http'), 'https://api.example/jobs/7'])
  test(`a job at ${statusUrl} is on a server of the source’s own (P14)`, async () => {
    const { start, job } = await adopting(statusUrl);
    await start();
    const url = statusUrl.replace('http:', 'https:');
    assert.deepEqual((await job()).job, { kind: 'running', statusUrl: url, statusHeader: false });
  });

const isOurs = /status URL is not on an origin of the source itself/;
const sinceWhen = /say since when that job exports/;
const refusals: [string, string, ExportRequest, string, RegExp][] = [
  ['on a foreign origin', 'https://evil.example/job/1', full, 'LinkRefused', /evil\.example/],
  [
    'on a port of its own',
    `${BASE_URL.replace('.example', '.example:8443')}/1`,
    full,
    'LinkRefused',
    /8443/,
  ],
  ['on the origin of files', 'https://files.example/job/1', full, 'SettingsInvalid', isOurs],
  ['on an open origin', 'https://open.example/job/1', full, 'SettingsInvalid', isOurs],
  ['with a password in it', 'https://a:b@analytics.example/1', full, 'LinkRefused', /password/],
  ['of unknown beginning', STATUS_URL, aRequest(), 'SettingsInvalid', sinceWhen],
];
for (const [what, statusUrl, request, name, message] of refusals)
  test(`a job ${what} is not adopted (P14)`, async () => {
    const { start, http, storage } = await adopting(statusUrl, request);
    await assert.rejects(start(), { name, message });
    assert.deepEqual(http.requests, []);
    assert.equal(storage.objects.has(keys.job), false);
  });
