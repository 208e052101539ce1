import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob, aManifest, aSource, BASE_URL, keys } from '../../fakes/builders.ts';
import { NOW } from '../../fakes/manual-clock.ts';
import { pollWorld, status } from './poll-world.ts';

for (const code of [200, 202])
  test(`a running job is waited for, also with ${code} (P1)`, async () => {
    const world = await pollWorld(
      { status: code, body: status('In Progress') },
      { ageSeconds: 100 },
    );
    assert.deepEqual(await world.poll(), { kind: 'running', waitSeconds: 10 });
    assert.equal(world.has(keys.manifestPage(1)), false);
  });

test('a poll sends one request, with the credential', async () => {
  const { poll, http } = await pollWorld({ status: 202 });
  await poll();
  assert.equal(http.requests.length, 1);
  const { accept, client_id } = http.requests[0]?.headers ?? {};
  assert.deepEqual([accept, client_id], ['application/json', 'test-client']);
});

test('the progress of a running job is stored', async () => {
  const batches = { running: 1, complete: 2, failed: 0, total: 3 };
  const body = status('In Progress', { resourceCount: 15, batches });
  const { poll, progress } = await pollWorld({ body });
  await poll();
  assert.deepEqual(await progress(), {
    ...{ polledAt: NOW, unchangedSince: NOW, throttledPolls: 0 },
    ...{ resourceCount: 15, batches },
  });
});

for (const code of [200, 202])
  test(`a finished job’s manifest is stored unchanged, also with ${code}`, async () => {
    const body = `${aManifest()}  `;
    const { poll, text } = await pollWorld({ status: code, body });
    assert.deepEqual(await poll(), { kind: 'complete' });
    assert.equal(await text(keys.manifestPage(1)), body);
  });

test('a finished job may be polled again', async () => {
  const { poll, text } = await pollWorld({ body: aManifest() });
  await poll();
  assert.deepEqual(await poll(), { kind: 'complete' });
  assert.equal(await text(keys.manifestPage(1)), aManifest());
});

test('a job whose manifest answered the kick-off is not polled', async () => {
  const job = aJob({ job: { kind: 'complete', manifestUrl: `${BASE_URL}/$export` } });
  const { poll, http } = await pollWorld({}, { job });
  assert.deepEqual(await poll(), { kind: 'complete' });
  assert.equal(http.requests.length, 0);
});

test('Retry-After counts if it is longer than our wait (P2)', async () => {
  const answer = (seconds: string) => ({ status: 202, headers: { 'retry-after': seconds } });
  const waits = async (seconds: string) =>
    (await pollWorld(answer(seconds), { ageSeconds: 1000 })).poll();
  assert.deepEqual(await waits('120'), { kind: 'running', waitSeconds: 120 });
  assert.deepEqual(await waits('3'), { kind: 'running', waitSeconds: 100 });
  assert.deepEqual(await waits('Sun, 22 Nov 2026 03:20:00 GMT'), {
    kind: 'running',
    waitSeconds: 200,
  });
  assert.deepEqual(await waits('soon'), { kind: 'running', waitSeconds: 100 });
});

test('a 401 is retried with a new credential (P6)', async () => {
  const { poll, http, secrets } = await pollWorld([{ status: 401 }, { body: aManifest() }]);
  const read = secrets.read;
  let reads = 0;
  secrets.read = async (name) => {
    reads += 1;
    if (reads === 2)
      secrets.values.set(name, '{"client_id":"test-client","client_secret":"test-new"}');
    return read(name);
  };
  assert.deepEqual(await poll(), { kind: 'complete' });
  assert.equal(http.requests[1]?.headers.client_secret, 'test-new');
});

const source = aSource({ deadlineHours: 1 });
const message = 'the export is older than 1 hours';

const inTime = (ageSeconds: number) => pollWorld({ body: aManifest() }, { ageSeconds, source });

test('an export is polled within its deadline, and fails after it without a poll (P13)', async () => {
  assert.deepEqual(await (await inTime(3600)).poll(), { kind: 'complete' });
  const late = await inTime(3601);
  await assert.rejects(late.poll(), { name: 'DeadlineExceeded', message });
  assert.equal(late.http.requests.length, 0);
});

/** A job of an execution that began earlier: its server was busy, or it is resumed. */
const beganLate = (ageSeconds: number) =>
  pollWorld(
    { body: status('In Progress') },
    { ageSeconds, source, job: aJob({ startedAt: '2026-11-22T02:30:00.000Z' }) },
  );

test('the deadline counts from the start of the execution, and not from the kick-off (F6)', async () => {
  assert.equal((await (await beganLate(1800)).poll()).kind, 'running');
  await assert.rejects((await beganLate(1801)).poll(), { name: 'DeadlineExceeded', message });
});

test('the wait between polls grows with the age of the job (P13)', async () => {
  assert.deepEqual(await (await beganLate(300)).poll(), { kind: 'running', waitSeconds: 30 });
});
