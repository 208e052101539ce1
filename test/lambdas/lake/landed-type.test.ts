import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOutput, LandedType, landedType, lineType } from '../../../lambdas/lake/landed-type.ts';

test('deletions and outcomes have their own folders, whatever the type of their entries (M10, M11)', () => {
  for (const type of ['Bundle', 'Patient', null])
    assert.equal(landedType({ list: 'deleted', type }), 'bulk_deleted');
  for (const type of ['OperationOutcome', null])
    assert.equal(landedType({ list: 'outcome', type }), 'bulk_outcome');
});

test('output is in the folder of its type, or in bulk_organized (rule 34)', () => {
  assert.equal(landedType({ list: 'output', type: 'Patient' }), 'Patient');
  assert.equal(landedType({ list: 'output', type: null }), 'bulk_organized');
});

test('every line has the type of the file’s folder, and any type in bulk_organized', () => {
  assert.deepEqual(['Patient', 'bulk_deleted', 'bulk_outcome', 'bulk_organized'].map(lineType), [
    'Patient',
    'Bundle',
    'OperationOutcome',
    null,
  ]);
});

test('deletions and outcomes are not records', () => {
  assert.deepEqual(['Patient', 'OperationOutcome', 'bulk_organized'].map(isOutput), [
    true,
    true,
    true,
  ]);
  assert.deepEqual(['bulk_deleted', 'bulk_outcome'].map(isOutput), [false, false]);
});

test('nothing else becomes a folder of the lake (M8)', () => {
  for (const type of ['bulk_error', 'export_log', 'patient', '../x', ''])
    assert.equal(LandedType.safeParse(type).success, false, type);
});
