import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cutUnits } from '../../../lambdas/3-plan/units.ts';
import type { PlannedFile } from '../../../lambdas/lake/plan-records.ts';
import { aFile } from '../../fakes/builders.ts';

const filesOf = (counts: (number | undefined)[]): PlannedFile[] =>
  counts.map((count, i) => aFile({ index: i + 1, ...(count !== undefined && { count }) }));
const sizes = (units: PlannedFile[][]) => units.map((unit) => unit.length);

/** What a file counts for: its lines, and its request. */
const weight = (files: readonly PlannedFile[]) =>
  files.reduce((sum, { count = 0 }) => sum + 1 + count, 0);

test('no files are no units (M1)', () => assert.deepEqual(cutUnits([], 4), []));

test('each of a few files is a unit', () => {
  assert.deepEqual(sizes(cutUnits(filesOf([undefined, undefined, undefined]), 4)), [1, 1, 1]);
});

test('many files of unknown size are split evenly, four units per worker', () => {
  assert.deepEqual(sizes(cutUnits(filesOf(Array(160).fill(undefined)), 4)), Array(16).fill(10));
});

test('a unit has 500 files at most, so 100,000 files are 200 units (M2)', () => {
  assert.deepEqual(
    sizes(cutUnits(filesOf(Array(100_000).fill(undefined)), 4)),
    Array(200).fill(500),
  );
});

test('one large file is a unit, and the small ones before and after share units', () => {
  const counts = [...Array(10).fill(1), 1000, ...Array(10).fill(1)];
  assert.deepEqual(sizes(cutUnits(filesOf(counts), 1)), [10, 1, 10]);
});

test('files without lines count too: their requests take time', () => {
  assert.deepEqual(sizes(cutUnits(filesOf(Array(8).fill(0)), 1)), [2, 2, 2, 2]);
});

test('a file weighs its count plus one, and one without a count', () => {
  for (const small of [0, undefined])
    assert.deepEqual(sizes(cutUnits(filesOf([3, small, small, small, small]), 1)), [1, 2, 2]);
});

const counts = fc.array(fc.option(fc.nat({ max: 10_000 }), { nil: undefined }), {
  maxLength: 2000,
});
const workers = fc.integer({ min: 1, max: 50 });

test('every file is in exactly one unit, in the order of the manifest', () => {
  fc.assert(
    fc.property(counts, workers, (each, maxConcurrency) => {
      const files = filesOf(each);
      assert.deepEqual(cutUnits(files, maxConcurrency).flat(), files);
    }),
  );
});

test('no unit is empty, has over 500 files, or has several files of more weight than its share', () => {
  fc.assert(
    fc.property(counts, workers, (each, maxConcurrency) => {
      const files = filesOf(each);
      const share = Math.max(1, weight(files) / (maxConcurrency * 4));
      for (const unit of cutUnits(files, maxConcurrency)) {
        assert(unit.length >= 1 && unit.length <= 500);
        assert(unit.length === 1 || weight(unit) <= share);
      }
    }),
  );
});

test('two neighboring units together have more than a share or too many files', () => {
  fc.assert(
    fc.property(counts, workers, (each, maxConcurrency) => {
      const files = filesOf(each);
      const share = Math.max(1, weight(files) / (maxConcurrency * 4));
      const units = cutUnits(files, maxConcurrency);
      for (const [i, unit] of units.entries()) {
        const [next] = units[i + 1] ?? [];
        if (next) assert(unit.length === 500 || weight([...unit, next]) > share);
      }
    }),
  );
});
