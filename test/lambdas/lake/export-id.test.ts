import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExportId, newExportId } from '../../../lambdas/lake/export-id.ts';

const NOW = new Date('2026-03-01T03:04:05.678Z');

test('an export id tells the source and the second, and ends in six random digits', () => {
  assert.equal(newExportId('acme', NOW, 0.5), 'acme-20260301T030405Z-i00000');
});

test('the random digits are six at both ends of the range', () => {
  assert.equal(newExportId('acme', NOW, 0), 'acme-20260301T030405Z-000000');
  assert.equal(newExportId('acme', NOW, 1 - Number.EPSILON), 'acme-20260301T030405Z-zzzzzz');
});

test('the id of the longest source is a name that Step Functions takes', () => {
  const id = newExportId('s'.repeat(40), NOW, 0.1);
  assert.match(id, /^[A-Za-z0-9-]{1,80}$/);
  assert.equal(ExportId.parse(id), id);
});
