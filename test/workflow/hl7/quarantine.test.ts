import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { exportStatus } from '../../../lambdas/api/export-status.ts';
import { findExport } from '../../../lambdas/api/find-export.ts';
import { exportKeys } from '../../../lambdas/lake/keys.ts';
import { registeredPartitions } from '../../../local/laptop/lake-tables.ts';
import { outcome } from '../../../local/servers/http/server.ts';
import { contentOf } from '../lake-content.ts';
import { assertOneQuarantined, BROKEN, brokenWorld, request } from './broken-world.ts';
import { assertLanded, requestsTo } from './hl7-world.ts';

/** A file with a broken line is quarantined, and the rest is published (D10). */

test('with "quarantine" the rest is published as incomplete, and the file is quarantined raw (D10)', async () => {
  const { world, served, breakFile } = await brokenWorld('quarantine');
  breakFile();
  const result = await world.run('hl7', request);
  assert.deepEqual([result.status, result.complete], ['published', false]);
  assert.equal(requestsTo(world, BROKEN).length, 3, 'twice to look at it, once to put it aside');
  const [first] = served;
  assert.ok(first);
  assertOneQuarantined(world, result, first);
  const log = contentOf(world.lake, {
    objects: [{ key: `fhir/export_log/export_id=${result.exportId}/log.ndjson` }],
  });
  assert.equal(log.split('\n').length, result.files.length + 1, 'the log has what landed');
  const partitions = await registeredPartitions(world.laptop.aws);
  assert.ok(partitions.every(({ location }) => !location.includes('quarantine')));
  await world.close();
});

test('the event and the API list the quarantined files, with their keys and broken lines (D10)', async () => {
  const { world, breakFile } = await brokenWorld('quarantine');
  breakFile();
  const { exportId, quarantined } = await world.run('hl7', request);
  const events = readFileSync(join(world.lake, '.sluice', 'events.ndjson'), 'utf8');
  const [detail] = events
    .split('\n')
    .filter((line) => line.includes(exportId))
    .map((line) => JSON.parse(line).detail);
  const [put] = quarantined;
  assert.deepEqual(detail.quarantined, [{ key: put?.key, problem: put?.problem }]);
  assert.equal(detail.quarantinedFiles, 1);
  const found = await findExport(exportId, world.laptop.collaborators);
  const status = found && exportStatus(found, 'lake', world.clock.now());
  assert.equal(status?.batches.failed, 1);
  assert.deepEqual(
    status?.quarantined?.map(({ file, problem }) => [file, problem]),
    [[`s3://lake/${put?.key}`, put?.problem]],
  );
  await world.close();
});

test('the next export starts where the last complete one ended, and includes what was missing (D10)', async () => {
  const { world, faults, breakFile } = await brokenWorld('quarantine');
  const whole = await world.run('hl7', request);
  assertLanded(world, whole);
  await world.clock.sleep(3_600_000);
  breakFile();
  const partial = await world.run('hl7', request);
  assert.deepEqual([partial.complete, partial.since], [false, whole.transactionTime]);
  faults.length = 0;
  await world.clock.sleep(3_600_000);
  const next = await world.run('hl7', request);
  assert.equal(next.since, whole.transactionTime);
  assert.equal(next.complete, true);
  assertLanded(world, next);
  await world.close();
});

test('an export that resumes a failed one fetches again what that one had quarantined (D10)', async () => {
  const { world, faults, breakFile } = await brokenWorld('quarantine');
  breakFile();
  faults.push({
    ...{ on: 'file', path: /output-00003/ },
    intercept: () => outcome(500, 'exception', 'the storage is down'),
  });
  const failed = await world.run('hl7', request);
  assert.equal(failed.error?.name, 'ServerUnavailable');
  const { storage } = world.laptop.collaborators;
  const put = exportKeys(failed.exportId).quarantinedFile(2, 'identity');
  assert.ok(await storage.read(put), 'it had been quarantined by then');
  faults.length = 0;
  const resumed = await world.runExport({ source: 'hl7', resume: failed.exportId });
  assertLanded(world, resumed);
  assert.equal(resumed.complete, true);
  await world.close();
});
