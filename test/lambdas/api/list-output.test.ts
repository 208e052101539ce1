import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listOutput } from '../../../lambdas/api/list-output.ts';
import { A_CHECKSUM, aQuarantinedReceipt, aReceipt } from '../../fakes/receipts.ts';
import { aCommitRecord } from './api-world.ts';

test('each file is listed with its S3 address, type, records and bytes', () => {
  assert.deepEqual(listOutput(aCommitRecord('acme-1', 1), 'lake'), {
    complete: true,
    output: [
      { type: 'Patient', file: 's3://lake/fhir/Patient/part-1.ndjson', count: 10, bytes: 100 },
    ],
    quarantined: [],
    quarantinedFiles: 0,
    outputUrl: 's3://lake/exports/acme-1/commit.json',
  });
});

test('an export that is published with `complete: false` says so (M11)', () => {
  const commit = { ...aCommitRecord('acme-1', 1), complete: false };
  assert.equal(listOutput(commit, 'lake').complete, false);
});

test('too many files for a response are all left out', () => {
  assert.equal(listOutput(aCommitRecord('acme-1', 10_000), 'lake').output?.length, 10_000);
  const tooMany = listOutput(aCommitRecord('acme-1', 10_001), 'lake');
  assert.deepEqual(Object.keys(tooMany), ['complete', 'quarantinedFiles', 'outputUrl']);
});

test('each object of a file is listed, with its stored size', () => {
  const objects = [1, 2].map((n) => ({
    ...{ key: `fhir/Patient/part-1-${n}.ndjson.gz`, bytes: 3 * n, lines: n, checksum: A_CHECKSUM },
  }));
  const files = [aReceipt({ objects, bytes: 100, lines: 3 })];
  assert.deepEqual(listOutput({ ...aCommitRecord('acme-1', 0), files }, 'lake').output, [
    { type: 'Patient', file: 's3://lake/fhir/Patient/part-1-1.ndjson.gz', count: 1, bytes: 3 },
    { type: 'Patient', file: 's3://lake/fhir/Patient/part-1-2.ndjson.gz', count: 2, bytes: 6 },
  ]);
});

test('a quarantined file is listed with its address and its invalid line, and not in the output (D10)', () => {
  const put = aQuarantinedReceipt({ index: 2 });
  const files = [aReceipt(), put];
  const { output, quarantined, quarantinedFiles } = listOutput(
    { ...aCommitRecord('acme-1', 0), files },
    'lake',
  );
  assert.deepEqual([output?.length, quarantinedFiles], [1, 1]);
  assert.deepEqual(quarantined, [
    { file: `s3://lake/${put.object.key}`, type: 'Patient', bytes: 10, problem: put.problem },
  ]);
});

test('the longest response stays below Lambda’s 6 MB', () => {
  const bucket = 'b'.repeat(63);
  const type = `T${'t'.repeat(63)}`;
  const exportId = 'e'.repeat(80);
  const commit = aCommitRecord(exportId, 10_000);
  const most = { lines: Number.MAX_SAFE_INTEGER, bytes: Number.MAX_SAFE_INTEGER };
  const files = commit.files.map((_, i) => {
    const prefix = `fhir/${type}/export_date=2026-03-01/export_id=${exportId}`;
    return aReceipt({ type, key: `${prefix}/part-${i + 1e5}-00001.ndjson.zst`, ...most });
  });
  const text = JSON.stringify(listOutput({ ...commit, files }, bucket));
  assert.ok(text.length < 5.5 * 1024 ** 2, `${text.length}`);
});
