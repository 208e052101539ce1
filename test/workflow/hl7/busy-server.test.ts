import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ThrottleRecord } from '../../../lambdas/4-download/throttle/throttle-record.ts';
import { sourceKeys } from '../../../lambdas/lake/keys.ts';
import { readRecord } from '../../../lambdas/lake/record.ts';
import { exportFromBusyServer, openBusyWorld } from './busy-world.ts';
import { assertLanded, type Hl7World } from './hl7-world.ts';

const TYPES = ['Observation'];
const throttleOf = ({ laptop }: Hl7World) =>
  readRecord(sourceKeys('hl7').throttle, ThrottleRecord, laptop.collaborators.storage);

test('after 429 with a Retry-After all files land, no request is early, and soon none is refused (D21)', async () => {
  const { world, counted } = await openBusyWorld({
    concurrent: 2,
    status: 429,
    retryAfterSeconds: 30,
  });
  const result = await world.run('hl7', { types: TYPES });
  assertLanded(world, result, TYPES);
  assert.ok(result.files.length >= 40, `${result.files.length} files`);
  assert.deepEqual(
    [counted.served, counted.maxConcurrent, counted.early],
    [result.files.length, 2, 0],
  );
  assert.ok(counted.refused <= 12, `${counted.refused} requests were refused`);
  const { allowed, slots } = await throttleOf(world);
  assert.deepEqual([allowed, slots], [2, []]);
  await world.close();
});

test('after 503 without a Retry-After all files land, too (D21)', async () => {
  const { world, counted } = await openBusyWorld({ concurrent: 2, status: 503 });
  const result = await world.run('hl7', { types: TYPES });
  assertLanded(world, result, TYPES);
  assert.ok(counted.refused <= 12, `${counted.refused} requests were refused`);
  await world.close();
});

test('two exports of a source slow down together (D21)', async () => {
  const { world, counted } = await openBusyWorld({
    concurrent: 2,
    status: 429,
    retryAfterSeconds: 30,
  });
  const results = await Promise.all([
    world.run('hl7', { types: ['Observation'] }),
    world.run('hl7', { types: ['Observation', 'Patient'] }),
  ]);
  for (const { status } of results) assert.equal(status, 'published');
  assert.deepEqual([counted.maxConcurrent, counted.early], [2, 0]);
  assert.ok(counted.refused <= 24, `${counted.refused} requests were refused`);
  await world.close();
});

test('a server that always throttles without a Retry-After ends the export after two hours (D21, F6)', () =>
  exportFromBusyServer({ deadlineHours: 6, name: 'ServerBusy', endsAfterHours: 2 }));

test('a server that always throttles with a Retry-After ends the export at its deadline (D21, F6)', () =>
  exportFromBusyServer({
    ...{ deadlineHours: 1, retryAfterSeconds: 5 },
    ...{ name: 'DeadlineExceeded', endsAfterHours: 1 },
  }));
