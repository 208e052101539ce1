import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeRecord } from '../../../lambdas/lake/record.ts';
import type { Execution } from '../../../lambdas/workflow/executions.ts';
import { exportResult } from '../../../local/exports/export-result.ts';
import { EXPORT_ID, keys, TRANSACTION_TIME } from '../../fakes/builders.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';
import { aCommit, aQuarantinedReceipt, aReceipt } from '../../fakes/receipts.ts';

const ABOUT = { exportId: EXPORT_ID, source: 'acme' };
const startedAt = new Date('2026-11-22T03:00:00Z');
const ended = (status: Execution['status'], more: Partial<Execution> = {}): Execution => ({
  status,
  startedAt,
  ...more,
});
const failure = {
  name: 'GroupNotFound',
  message: 'no such group',
  failedAt: '2026-11-22T03:01:00.000Z',
  serverJob: 'none',
};

test('a committed export is published, with what landed and without the index of its files', async () => {
  const storage = memoryStorage();
  await writeRecord(keys.commit, aCommit({ since: '2026-11-21T00:00:00Z' }), storage);
  const { kind: _, index: __, ...file } = aReceipt();
  assert.deepEqual(await exportResult(ABOUT, ended('SUCCEEDED'), storage), {
    exportId: EXPORT_ID,
    source: 'acme',
    status: 'published',
    transactionTime: TRANSACTION_TIME,
    since: '2026-11-21T00:00:00Z',
    complete: true,
    resumable: false,
    files: [file],
    quarantined: [],
    error: null,
  });
});

test('a partial export is published, and not complete (M11)', async () => {
  const storage = memoryStorage();
  await writeRecord(keys.commit, aCommit({ complete: false }), storage);
  const { status, complete } = await exportResult(ABOUT, ended('SUCCEEDED'), storage);
  assert.deepEqual([status, complete], ['published', false]);
});

test('a quarantined file is not a landed file, and is listed with its key and its line (D10)', async () => {
  const storage = memoryStorage();
  const put = aQuarantinedReceipt({ index: 2 });
  const commit = aCommit({ complete: false, files: [aReceipt(), put] });
  await writeRecord(keys.commit, commit, storage);
  const { files, quarantined } = await exportResult(ABOUT, ended('SUCCEEDED'), storage);
  assert.equal(files.length, 1);
  const { key, bytes } = put.object;
  assert.deepEqual(quarantined, [{ type: 'Patient', key, bytes, problem: put.problem }]);
});

test('the commit decides, however the execution ended: it makes the export exist', async () => {
  const storage = memoryStorage();
  await writeRecord(keys.commit, aCommit(), storage);
  assert.equal((await exportResult(ABOUT, ended('ABORTED'), storage)).status, 'published');
});

test('a failed export has the error of its failure record', async () => {
  const storage = memoryStorage();
  await writeRecord(keys.failure, failure, storage);
  const execution = ended('FAILED', { error: 'States.TaskFailed', cause: 'another one' });
  assert.deepEqual(await exportResult(ABOUT, execution, storage), {
    exportId: EXPORT_ID,
    source: 'acme',
    status: 'failed',
    transactionTime: null,
    since: null,
    complete: false,
    resumable: false,
    files: [],
    quarantined: [],
    error: { name: 'GroupNotFound', message: 'no such group' },
  });
});

test('a failed export whose job the server keeps can be resumed', async () => {
  const storage = memoryStorage();
  await writeRecord(keys.failure, { ...failure, serverJob: 'kept' }, storage);
  assert.equal((await exportResult(ABOUT, ended('FAILED'), storage)).resumable, true);
});

test('without a failure record the error is that of the execution, without a stack trace', async () => {
  const cause = JSON.stringify({ errorMessage: 'it broke', trace: ['at home (file.ts:1)'] });
  const execution = ended('FAILED', { error: 'States.Runtime', cause });
  const { error } = await exportResult(ABOUT, execution, memoryStorage());
  assert.deepEqual(error, { name: 'States.Runtime', message: 'it broke' });
});

test('an execution that failed without an error is named by its status', async () => {
  const { error } = await exportResult(ABOUT, ended('TIMED_OUT'), memoryStorage());
  assert.deepEqual(error, { name: 'TIMED_OUT', message: '' });
});

test('an unchanged export has landed nothing and has no error', async () => {
  const output = JSON.stringify({ kind: 'unchanged', exportId: EXPORT_ID, lastExportId: 'other' });
  const result = await exportResult(ABOUT, ended('SUCCEEDED', { output }), memoryStorage());
  assert.deepEqual([result.status, result.files, result.error], ['unchanged', [], null]);
});

test('a skipped export has landed nothing and has no error', async () => {
  const output = JSON.stringify({ kind: 'skipped', exportId: EXPORT_ID, runningExportId: 'other' });
  const result = await exportResult(ABOUT, ended('SUCCEEDED', { output }), memoryStorage());
  assert.deepEqual([result.status, result.files, result.error], ['skipped', [], null]);
});

test('an unchanged publication has landed nothing and has no error', async () => {
  const output = JSON.stringify({ kind: 'unchanged', lastExportId: 'other' });
  const result = await exportResult(ABOUT, ended('SUCCEEDED', { output }), memoryStorage());
  assert.deepEqual([result.status, result.files, result.error], ['unchanged', [], null]);
});

test('a result has the same fields in the same order, whatever its status', async () => {
  const storage = memoryStorage();
  const output = JSON.stringify({ kind: 'skipped' });
  const skipped = await exportResult(ABOUT, ended('SUCCEEDED', { output }), storage);
  const failed = await exportResult(ABOUT, ended('FAILED'), storage);
  await writeRecord(keys.commit, aCommit(), storage);
  const published = await exportResult(ABOUT, ended('SUCCEEDED'), storage);
  const fields = [
    ...['exportId', 'source', 'status', 'transactionTime', 'since'],
    ...['complete', 'resumable', 'files', 'quarantined', 'error'],
  ];
  for (const result of [skipped, failed, published]) assert.deepEqual(Object.keys(result), fields);
});
