import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listOutput } from '../../../lambdas/api/list-output.ts';
import { A_CHECKSUM, aQuarantinedReceipt, aReceipt } from '../../fakes/receipts.ts';
import { aCommitRecord } from './api-world.ts';

test('each file is told by its address in S3, its type, its records and its bytes', () => {
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

test('an export that is published as not complete says so (M11)', () => {
  const commit = { ...aCommitRecord('acme-1', 1), complete: false };
  assert.equal(listOutput(commit, 'lake').complete, false);
});

test('too many files for an answer are left out all together, never in part', () => {
  assert.equal(listOutput(aCommitRecord('acme-1', 10_000), 'lake').output?.length, 10_000);
  const tooMany = listOutput(aCommitRecord('acme-1', 10_001), 'lake');
  assert.deepEqual(Object.keys(tooMany), ['complete', 'quarantinedFiles', 'outputUrl']);
});

test('a file that is stored as several objects is told as each of them, in its stored size', () => {
  const objects = [1, 2].map((n) => ({
    ...{ key: `fhir/Patient/part-1-${n}.ndjson.gz`, bytes: 3 * n, lines: n, checksum: A_CHECKSUM },
  }));
  const files = [aReceipt({ objects, bytes: 100, lines: 3 })];
  assert.deepEqual(listOutput({ ...aCommitRecord('acme-1', 0), files }, 'lake').output, [
    { type: 'Patient', file: 's3://lake/fhir/Patient/part-1-1.ndjson.gz', count: 1, bytes: 3 },
    { type: 'Patient', file: 's3://lake/fhir/Patient/part-1-2.ndjson.gz', count: 2, bytes: 6 },
  ]);
});

test('a quarantined file is told by where it is and which line is wrong, and is no output (D10)', () => {
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

test('the longest answer stays below the 6 MB that Lambda may give back', () => {
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
