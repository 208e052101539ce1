import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listOutput } from '../../../lambdas/api/list-output.ts';
import { commitPaper } from './papers.ts';

test('each file is told by its address in S3, its type, its records and its bytes', () => {
  assert.deepEqual(listOutput(commitPaper('acme-1', 1), 'lake'), {
    output: [
      { type: 'Patient', file: 's3://lake/fhir/Patient/part-1.ndjson', count: 10, bytes: 100 },
    ],
    outputUrl: 's3://lake/exports/acme-1/commit.json',
  });
});

test('too many files for an answer are left out all together, never in part', () => {
  assert.equal(listOutput(commitPaper('acme-1', 10_000), 'lake').output?.length, 10_000);
  const tooMany = listOutput(commitPaper('acme-1', 10_001), 'lake');
  assert.deepEqual(Object.keys(tooMany), ['outputUrl']);
});

test('the longest answer stays below the 6 MB that Lambda may give back', () => {
  const bucket = 'b'.repeat(63);
  const type = `T${'t'.repeat(63)}`;
  const exportId = 'e'.repeat(80);
  const commit = commitPaper(exportId, 10_000);
  const files = commit.files.map((file, i) => ({
    ...file,
    type,
    key: `fhir/${type}/export_date=2026-03-01/export_id=${exportId}/part-${i + 1e5}.ndjson.zst`,
    lines: Number.MAX_SAFE_INTEGER,
    bytes: Number.MAX_SAFE_INTEGER,
  }));
  const text = JSON.stringify(listOutput({ ...commit, files }, bucket));
  assert.ok(text.length < 5.5 * 1024 ** 2, `${text.length}`);
});
