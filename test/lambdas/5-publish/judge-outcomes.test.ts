import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeOutcomes } from '../../../lambdas/5-publish/judge-outcomes.ts';
import type { IssueCounts } from '../../../lambdas/lake/receipt-records.ts';
import { landedKey } from '../../fakes/builders.ts';
import { aReceipt } from '../../fakes/receipts.ts';

const outcomes = (part: number, issues: Partial<IssueCounts>) =>
  aReceipt({
    index: part + 1,
    type: 'bulk_outcome',
    key: landedKey('bulk_outcome', part),
    issues: { fatal: 0, error: 0, warning: 0, information: 0, ...issues },
  });
const good = [aReceipt(), outcomes(1, { warning: 9, information: 9 })];
const bad = [...good, outcomes(2, { error: 2 }), outcomes(3, { fatal: 1, warning: 5 })];

test('rule 35: warnings and information never count, nor do files without outcomes', () => {
  for (const onOutcome of ['warn', 'partial', 'fail'] as const) {
    assert.equal(judgeOutcomes([], onOutcome), true);
    assert.equal(judgeOutcomes(good, onOutcome), true);
  }
});

test('M11: with "warn" an export with errors is complete all the same', () => {
  assert.equal(judgeOutcomes(bad, 'warn'), true);
});

test('M11: with "partial" it is not complete, be it one error or one fatal', () => {
  assert.equal(judgeOutcomes(bad, 'partial'), false);
  assert.equal(judgeOutcomes([outcomes(1, { error: 1 })], 'partial'), false);
  assert.equal(judgeOutcomes([outcomes(1, { fatal: 1 })], 'partial'), false);
});

test('M11: with "fail" it is refused, with the number of errors and the first file that tells of them', () => {
  assert.throws(() => judgeOutcomes(bad, 'fail'), {
    name: 'ServerReportedErrors',
    message: `the server tells of 3 errors in this export: see ${landedKey('bulk_outcome', 2)}; "onOutcome": "partial" publishes such an export as not complete`,
  });
});
