import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kickOff } from '../../../lambdas/1-kick-off/kick-off.ts';
import { resolveSince } from '../../../lambdas/1-kick-off/start-job.ts';
import type { Source } from '../../../lambdas/settings/source.ts';
import {
  aRequest,
  aSource,
  aStart,
  BASE_URL,
  EXECUTION_ARN,
  EXPORT_ID,
  keys,
  STATUS_URL,
} from '../../fakes/builders.ts';
import { NOW } from '../../fakes/manual-clock.ts';
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

const LAST = '2026-11-21T03:00:00.123+05:30';
const lastCommit = { exportId: 'earlier', transactionTime: LAST, membership: null };
const incremental = aRequest();

const cases: [string, Parameters<typeof resolveSince>, string | null][] = [
  [
    'goes on from the server’s time, unchanged (K12, invariant 2)',
    [incremental, lastCommit, null],
    LAST,
  ],
  ['is full without a last commit', [incremental, undefined, null], null],
  ['is full if the request says so', [aRequest({ mode: 'full' }), lastCommit, null], null],
  [
    'has the `since` of the request',
    [aRequest({ since: '2026-01-01' }), lastCommit, null],
    '2026-01-01',
  ],
  [
    'has the `since` of the request, also the first time',
    [aRequest({ since: '2026-01-01' }), undefined, 'a'],
    '2026-01-01',
  ],
  [
    'continues if the members are the same',
    [incremental, { ...lastCommit, membership: 'a' }, 'a'],
    LAST,
  ],
  [
    'is full if the members have changed (W6)',
    [incremental, { ...lastCommit, membership: 'a' }, 'b'],
    null,
  ],
  [
    'is full if the members of a group are not known (W6)',
    [{ ...incremental, level: 'group' }, lastCommit, null],
    null,
  ],
  ['is full if members are read for the first time', [incremental, lastCommit, 'a'], null],
];
for (const [what, input, since] of cases)
  test(`an export ${what}`, () => assert.equal(resolveSince(...input), since));

test('the last commit’s time is sent percent-encoded, and stored verbatim (K12)', async () => {
  const query = '_since=2026-11-21T03%3A00%3A00.123%2B05%3A30';
  const routes = { [`${KICK_OFF}?${query}`]: accepting };
  const { start, job, lastCommitWas, log } = await kickOffWorld({ routes });
  await lastCommitWas(lastCommit);
  await start();
  const { since, lastTransactionTime } = await job();
  assert.deepEqual([since, lastTransactionTime], [LAST, LAST]);
  assert.equal(log.lines[0]?.fields.incremental, true);
});

test('a last commit of another scope does not count (W4)', async () => {
  const request = aRequest({ types: ['Patient'] });
  const world = await kickOffWorld({ routes: { [KICK_OFF]: accepting } });
  await world.lastCommitWas(lastCommit);
  const other = await kickOffWorld({
    routes: { [`GET ${BASE_URL}/$export?_type=Patient`]: accepting },
    request,
  });
  for (const [key, { body }] of world.storage.objects)
    if (key.startsWith('state/')) await other.storage.put(key, body);
  await other.start();
  assert.equal((await other.job()).since, null);
});

const groupWorld = (kickOff: string, ...patients: string[]) =>
  kickOffWorld({
    routes: { [`GET ${GROUP}`]: aGroup(...patients), [kickOff]: accepting },
    source: groupSource,
    request: groupRequest,
  });

test('a group with the same members in any order continues', async () => {
  const first = await groupWorld(GROUP_KICK_OFF, 'a', 'b');
  await first.start();
  const { membership } = await first.job();
  assert.match(membership ?? '', /^[0-9a-f]{64}$/);
  const next = await groupWorld(`${GROUP_KICK_OFF}?_since=2026-11-21T00%3A00%3A00Z`, 'b', 'a');
  await next.lastCommitWas({ exportId: 'x', transactionTime: '2026-11-21T00:00:00Z', membership });
  await next.start();
  assert.equal((await next.job()).membership, membership);
});

for (const patients of [['a', 'c'], ['a'], ['a', 'b', 'c'], []])
  test(`a group that now has ${patients.join(', ') || 'nobody'} is exported in full (W6)`, async () => {
    const first = await groupWorld(GROUP_KICK_OFF, 'a', 'b');
    await first.start();
    const { membership } = await first.job();
    const next = await groupWorld(GROUP_KICK_OFF, ...patients);
    await next.lastCommitWas({ exportId: 'x', transactionTime: LAST, membership });
    await next.start();
    const job = await next.job();
    assert.equal(job.since, null);
    assert.notEqual(job.membership, membership);
  });

const policies = [
  ['is deleted before the retry', 'after-publish', ['GET', 'DELETE']],
  ['is not deleted if `deleteJob` is `never`', 'never', ['GET']],
] as const;
for (const [what, deleteJob, sent] of policies)
  test(`a job whose status URL cannot be stored ${what} (K5)`, async () => {
    assert.deepEqual(await sentWith(deleteJob), sent);
  });

/** What the server hears of a kick-off whose job cannot be stored. */
async function sentWith(deleteJob: Source['deleteJob']) {
  const routes = { [KICK_OFF]: accepting, [`DELETE ${STATUS_URL}`]: { status: 202 } };
  const world = await kickOffWorld({ routes, source: aSource({ deleteJob }) });
  const storage: typeof world.storage = {
    ...world.storage,
    async put(key, body, condition) {
      if (key === keys.job) throw new Error('S3 is away');
      return world.storage.put(key, body, condition);
    },
  };
  const event = {
    exportId: EXPORT_ID,
    executionArn: EXECUTION_ARN,
    startedAt: NOW,
    start: aStart(),
  };
  await assert.rejects(kickOff(event, { ...world, storage }), { message: 'S3 is away' });
  return world.http.requests.map(({ method }) => method);
}

test('a skipped export is announced, logged and counted (O1)', async () => {
  const world = await kickOffWorld({ routes: { [KICK_OFF]: accepting } });
  await world.executions.start(EXPORT_ID, aStart());
  await world.start();
  const exportId = 'acme-later';
  const event = { exportId, executionArn: EXECUTION_ARN, startedAt: NOW, start: aStart() };
  const skipped = { kind: 'skipped', runningExportId: EXPORT_ID };
  await world.storage.put(
    keys.request.replace(EXPORT_ID, exportId),
    (await world.storage.read(keys.request))?.text ?? '',
  );
  assert.deepEqual(await kickOff(event, world), skipped);
  const detail = { exportId, source: 'acme', runningExportId: EXPORT_ID };
  assert.deepEqual(world.announcer.announcements, [{ detailType: 'Export skipped', detail }]);
  assert.deepEqual(world.log.counts, [{ metric: 'SkippedExports', value: 1 }]);
});
