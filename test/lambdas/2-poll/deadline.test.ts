import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aJob, aManifest, aSource } from '../../fakes/builders.ts';
import { pollWorld, status } from './poll-world.ts';

const source = aSource({ deadlineHours: 1 });
const message = 'the export is older than 1 hours';

const inTime = (ageSeconds: number) => pollWorld({ body: aManifest() }, { ageSeconds, source });

test('an export within its deadline is asked after, one beyond it is given up unasked (P13)', async () => {
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

test('the deadline counts from when the execution began, and not from the kick-off (F6)', async () => {
  assert.equal((await (await beganLate(1800)).poll()).kind, 'running');
  await assert.rejects((await beganLate(1801)).poll(), { name: 'DeadlineExceeded', message });
});

test('the wait between polls grows with the age of the job all the same (P13)', async () => {
  assert.deepEqual(await (await beganLate(300)).poll(), { kind: 'running', waitSeconds: 30 });
});
