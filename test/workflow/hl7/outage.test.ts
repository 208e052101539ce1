import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FailureRecord, WaitRecord } from '../../../lambdas/lake/export-records.ts';
import { exportKeys } from '../../../lambdas/lake/keys.ts';
import { readRecord } from '../../../lambdas/lake/record.ts';
import type { Fault } from '../../../local/servers/faults/fault-injector.ts';
import type { Interceptor, RequestKind } from '../../../local/servers/http/routing.ts';
import { assertLanded, openHl7World, requestsTo, TYPES } from './hl7-world.ts';

const HOUR = 3_600_000;

/** The page of a CDN in place of an answer. */
const cdn =
  (status: number, headers: Record<string, string> = {}): Interceptor =>
  () => ({ status, headers, body: '<!DOCTYPE html><title>origin is unreachable</title>' });

async function open(on: RequestKind, intercept: Interceptor, times?: number) {
  const faults: Fault[] = [{ on, intercept, ...(times && { times }) }];
  const world = await openHl7World({ server: () => ({ version: 'v3', faults }) });
  const began = world.clock.now().getTime();
  const hours = () => (world.clock.now().getTime() - began) / HOUR;
  return { world, faults, hours };
}

const deletions = (world: Parameters<typeof requestsTo>[0]) =>
  requestsTo(world, /./).filter((request) => request.startsWith('DELETE'));

for (const status of [408, 499, 502, 522, 524])
  test(`a CDN that answers ${status} to a hundred polls delays the export, and nothing else (P4)`, async () => {
    const { world, hours } = await open('status', cdn(status), 100);
    assertLanded(world, await world.run('hl7', { types: TYPES }));
    assert.ok(hours() > 1, `${hours()} hours`);
    assert.equal(requestsTo(world, /\$export$/).length, 1);
    await world.close();
  });

test('after a day of nothing but a CDN the export fails, its job is kept, and a resume lands it (P4)', async () => {
  const { world, faults, hours } = await open('status', cdn(522));
  const failed = await world.run('hl7', { types: TYPES });
  assert.equal(failed.error?.name, 'ServerUnavailable');
  assert.match(failed.error?.message ?? '', /^no answer about the job for 24 hours: .*522/);
  assert.ok(hours() >= 24 && hours() < 25, `${hours()} hours`);
  const { storage } = world.laptop.collaborators;
  const { failure } = exportKeys(failed.exportId);
  assert.equal((await readRecord(failure, FailureRecord, storage)).serverJob, 'kept');
  assert.deepEqual(deletions(world), []);
  faults.pop();
  assertLanded(world, await world.runExport({ source: 'hl7', resume: failed.exportId }));
  assert.equal(requestsTo(world, /\$export$/).length, 1);
  await world.close();
});

test('a wait of two days is obeyed by poll and kick-off, and the export lands (K3, P2)', async () => {
  for (const on of ['status', 'kick-off'] as const) {
    const { world, hours } = await open(on, cdn(503, { 'retry-after': '172800' }), 1);
    const result = await world.run('hl7', { types: TYPES });
    assertLanded(world, result);
    assert.ok(hours() >= 48 && hours() < 49, `${hours()} hours`);
    const { wait } = exportKeys(result.exportId);
    const { step } = await readRecord(wait, WaitRecord, world.laptop.collaborators.storage);
    assert.equal(step, on === 'status' ? 'poll' : on);
    await world.close();
  }
});

for (const status of [504, 524])
  test(`a kick-off that a gateway answers ${status} is sent once: a job may be running (K5)`, async () => {
    const { world } = await open('kick-off', cdn(status));
    const { error } = await world.run('hl7', { types: TYPES });
    assert.equal(error?.name, 'KickOffAmbiguous');
    assert.equal(requestsTo(world, /\$export$/).length, 1);
    await world.close();
  });
