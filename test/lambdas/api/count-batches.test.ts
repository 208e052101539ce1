import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countBatches } from '../../../lambdas/api/count-batches.ts';
import type { FoundExport } from '../../../lambdas/api/find-export.ts';
import { aQuarantinedReceipt, aReceipt } from '../../fakes/receipts.ts';
import { commitPaper, planPaper, progressPaper } from './papers.ts';

type Papers = FoundExport['papers'];

const none: Papers = {
  request: undefined,
  progress: undefined,
  plan: undefined,
  commit: undefined,
  failure: undefined,
};

const found = (papers: Partial<Papers>, unitsDone = 0): FoundExport => ({
  id: 'acme-1',
  execution: undefined,
  papers: { ...none, ...papers },
  unitsDone,
});

test('while the server works its own batches are told', () => {
  const batches = countBatches(found({ progress: progressPaper }), true);
  assert.deepEqual(batches, { running: 3, complete: 2, failed: 0, total: 5 });
});

test('a server that tells of no batches has none', () => {
  const { batches: _, ...progress } = progressPaper;
  assert.equal(countBatches(found({ progress }), true).total, 0);
});

test('files count as landed in proportion to the units that are done, rounded down', () => {
  const landed = [0, 1, 2, 3].map(
    (done) => countBatches(found({ plan: planPaper(10, 3) }, done), true).complete,
  );
  assert.deepEqual(landed, [0, 3, 6, 10]);
});

test('what an earlier export has landed counts as landed from the start', () => {
  const landed = [0, 1, 2].map(
    (done) => countBatches(found({ plan: planPaper(10, 2, 6) }, done), true).complete,
  );
  assert.deepEqual(landed, [6, 8, 10]);
});

test('an export of no files is whole at once', () => {
  const batches = countBatches(found({ plan: planPaper(0, 0) }), true);
  assert.deepEqual(batches, { running: 0, complete: 0, failed: 0, total: 0 });
});

test('the plan counts from the moment it is made, and the last poll no more', () => {
  const papers = { progress: progressPaper, plan: planPaper(10, 2) };
  assert.equal(countBatches(found(papers, 1), true).total, 10);
});

test('what is quarantined has failed, whether the execution has ended or not (D10)', () => {
  const files = [aReceipt(), aQuarantinedReceipt({ index: 2 }), aReceipt({ index: 3 })];
  const commit = { ...commitPaper('acme-1', 0), files };
  for (const isRunning of [true, false])
    assert.deepEqual(countBatches(found({ commit }), isRunning), {
      ...{ running: 0, complete: 2, failed: 1, total: 3 },
    });
});

test('in an export that has ended nothing runs, and what was not complete has failed', () => {
  const papers = { plan: planPaper(10, 2) };
  const batches = countBatches(found(papers, 1), false);
  assert.deepEqual(batches, { running: 0, complete: 5, failed: 5, total: 10 });
});
