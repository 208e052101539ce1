import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportStatus } from '../../../lambdas/api/export-status.ts';
import type { FoundExport } from '../../../lambdas/api/find-export.ts';
import { commitPaper, failurePaper, progressPaper } from './papers.ts';

const startedAt = new Date('2026-03-01T03:00:00.000Z');
const stoppedAt = new Date('2026-03-01T03:40:00.000Z');

function found(
  execution: FoundExport['execution'],
  papers: Partial<FoundExport['papers']> = {},
): FoundExport {
  const none = { request: undefined, progress: undefined, plan: undefined };
  const all = { ...none, commit: undefined, failure: undefined, ...papers };
  return { id: 'acme-1', execution, papers: all, unitsDone: 0 };
}

const ended = (status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED', more = {}) => ({
  status,
  startedAt,
  stoppedAt,
  ...more,
});

test('an execution that succeeded without a commit has skipped, and says for whom (O1)', () => {
  const output = JSON.stringify({ kind: 'skipped', runningExportId: 'acme-0' });
  const status = exportStatus(found(ended('SUCCEEDED', { output })), 'lake');
  assert.equal(status.status, 'Skipped');
  assert.equal(status.runningExportId, 'acme-0');
  assert.equal(status.error, undefined);
});

test('one that had nothing new to land is unchanged, and says which export has landed it', () => {
  const output = JSON.stringify({ kind: 'unchanged', exportId: 'acme-1', lastExportId: 'acme-0' });
  const status = exportStatus(found(ended('SUCCEEDED', { output })), 'lake');
  assert.equal(status.status, 'Unchanged');
  assert.deepEqual([status.lastExportId, status.error], ['acme-0', undefined]);
});

test('an aborted execution is cancelled', () => {
  const status = exportStatus(found(ended('ABORTED', { error: 'Cancelled' })), 'lake');
  assert.equal(status.status, 'Cancelled');
  assert.equal(status.error, undefined);
});

test('a cancelled export stays cancelled when Step Functions has forgotten it', () => {
  const papers = { failure: failurePaper('Cancelled') };
  assert.equal(exportStatus(found(undefined, papers), 'lake').status, 'Cancelled');
});

test('the commit counts, though the execution was aborted after it (O7)', () => {
  const papers = { commit: commitPaper('acme-1', 1) };
  assert.equal(exportStatus(found(ended('ABORTED'), papers), 'lake').status, 'Successful');
});

test('a failure that is not cleaned up yet tells the name of the error and never its cause', () => {
  const execution = ended('FAILED', { error: 'FileTruncated', cause: 'line PHI-7' });
  const status = exportStatus(found(execution), 'lake');
  assert.equal(status.status, 'Failed');
  assert.equal(status.error?.name, 'FileTruncated');
  assert.doesNotMatch(JSON.stringify(status), /PHI/);
});

test('an execution that timed out has failed', () => {
  assert.equal(exportStatus(found(ended('TIMED_OUT')), 'lake').error?.name, 'TIMED_OUT');
});

test('papers without an end and without an execution are those of a lost one', () => {
  const status = exportStatus(found(undefined), 'lake');
  assert.equal(status.status, 'Failed');
  assert.equal(status.error?.name, 'ExecutionLost');
  assert.equal(status.lastUpdated, null);
});

test('the latest of what was heard is when the export was last updated', () => {
  const failure = failurePaper('ServerJobGone');
  const progress = { ...progressPaper, polledAt: '2026-03-01T03:05:00.000Z' };
  const commit = commitPaper('acme-1', 1);
  const running = { status: 'RUNNING' as const, startedAt };
  const moments = [
    found(running),
    found(running, { progress }),
    found(undefined, { progress, failure }),
    found(undefined, { progress, commit }),
    found(ended('FAILED'), { failure }),
  ].map((each) => exportStatus(each, 'lake').lastUpdated?.slice(11, 16));
  assert.deepEqual(moments, ['03:00', '03:05', '03:20', '03:30', '03:40']);
});

test('a running export lists no files, though they are committed', () => {
  const running = { status: 'RUNNING' as const, startedAt };
  const status = exportStatus(found(running, { commit: commitPaper('acme-1', 1) }), 'lake');
  assert.equal(status.output, undefined);
  assert.equal(status.outputUrl, undefined);
});
