import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '../../../local/servers/faults/fault-injector.ts';
import { outcome } from '../../../local/servers/http/server.ts';
import { assertLanded, openHl7World, requestsTo, TYPES } from './hl7-world.ts';

/** One file is refused each time it is requested. */
const refusing = (path: RegExp): Fault => ({
  on: 'file',
  path,
  intercept: () => outcome(500, 'exception', 'the storage is down'),
});

test('a failed export is resumed: no new kick-off, and only what is missing is fetched', async () => {
  const faults: Fault[] = [refusing(/output-00003/)];
  const world = await openHl7World({
    server: () => ({ version: 'v3', linesPerFile: 20, faults }),
    source: { bulkData: { version: 'v3' }, maxConcurrency: 2 },
  });
  const failed = await world.run('hl7', { types: TYPES });
  assert.equal(failed.error?.name, 'ServerUnavailable');
  const before = requestsTo(world, /\/files\//);
  faults.pop();
  const result = await world.runExport({ source: 'hl7', resume: failed.exportId });
  assertLanded(world, result);
  assert.equal(requestsTo(world, /\$export/).length, 1);
  const fetched = requestsTo(world, /\/files\//).slice(before.length);
  assert.ok(fetched.length < result.files.length, 'some files had landed already');
  const keys = result.files.flatMap(({ objects }) => objects.map(({ key }) => key));
  assert.ok(keys.every((key) => key.includes(`export_id=${failed.exportId}/`)));
  await world.close();
});

test('an export that was resumed before, or did not fail, is not resumed', async () => {
  const faults: Fault[] = [refusing(/./)];
  const world = await openHl7World({ server: () => ({ version: 'v3', faults }) });
  const failed = await world.run('hl7', { types: TYPES });
  faults.pop();
  const resumed = await world.runExport({ source: 'hl7', resume: failed.exportId });
  assertLanded(world, resumed);
  for (const [resume, why] of [
    [failed.exportId, new RegExp(`${resumed.exportId} has resumed it already`)],
    [resumed.exportId, /it has not failed/],
    ['hl7-20200101T000000Z-000000', /has no export/],
  ] as const) {
    const again = await world.runExport({ source: 'hl7', resume });
    await world.clock.sleep(1000);
    assert.equal(again.error?.name, 'SettingsInvalid');
    assert.match(again.error?.message ?? '', why);
  }
  await world.close();
});

test('a chain of failures is resumed from the last one, and lands completely', async () => {
  const faults: Fault[] = [refusing(/output-00002/), refusing(/output-00004/)];
  const world = await openHl7World({ server: () => ({ version: 'v3', linesPerFile: 20, faults }) });
  const first = await world.run('hl7', { types: TYPES });
  faults.shift();
  const second = await world.runExport({ source: 'hl7', resume: first.exportId });
  assert.equal(second.status, 'failed');
  faults.shift();
  const third = await world.runExport({ source: 'hl7', resume: second.exportId });
  assertLanded(world, third);
  await world.close();
});
