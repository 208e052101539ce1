import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countBatches, echoRequest, exportStatus } from '../../../lambdas/api/export-status.ts';
import type { FoundExport } from '../../../lambdas/api/find-export.ts';
import { aRequest } from '../../fakes/builders.ts';
import { aQuarantinedReceipt, aReceipt } from '../../fakes/receipts.ts';
import {
  aCommitRecord,
  aFailureRecord,
  aPlanRecord,
  aProgressRecord,
  aRequestRecord,
} from './api-world.ts';

const startedAt = new Date('2026-03-01T03:00:00.000Z');
const NOW = new Date('2026-03-01T04:00:00.000Z');
const stoppedAt = new Date('2026-03-01T03:40:00.000Z');

function found(
  execution: FoundExport['execution'],
  records: Partial<FoundExport['records']> = {},
): FoundExport {
  const none = { request: undefined, progress: undefined, wait: undefined, plan: undefined };
  const all = { ...none, commit: undefined, failure: undefined, ...records };
  return { id: 'acme-1', execution, records: all, unitsDone: 0 };
}

const ended = (status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED', more = {}) => ({
  status,
  startedAt,
  stoppedAt,
  ...more,
});

test('an execution that succeeded without a commit was skipped, and names the running export (O1)', () => {
  const output = JSON.stringify({ kind: 'skipped', runningExportId: 'acme-0' });
  const status = exportStatus(found(ended('SUCCEEDED', { output })), 'lake', NOW);
  assert.equal(status.status, 'Skipped');
  assert.equal(status.runningExportId, 'acme-0');
  assert.equal(status.error, undefined);
});

test('an execution without changes is unchanged, and names the last export', () => {
  const output = JSON.stringify({ kind: 'unchanged', exportId: 'acme-1', lastExportId: 'acme-0' });
  const status = exportStatus(found(ended('SUCCEEDED', { output })), 'lake', NOW);
  assert.equal(status.status, 'Unchanged');
  assert.deepEqual([status.lastExportId, status.error], ['acme-0', undefined]);
});

test('an aborted execution is cancelled', () => {
  const status = exportStatus(found(ended('ABORTED', { error: 'Cancelled' })), 'lake', NOW);
  assert.equal(status.status, 'Cancelled');
  assert.equal(status.error, undefined);
});

test('a cancelled export stays cancelled after Step Functions has deleted its execution', () => {
  const records = { failure: aFailureRecord('Cancelled') };
  assert.equal(exportStatus(found(undefined, records), 'lake', NOW).status, 'Cancelled');
});

test('the commit counts, also if the execution was aborted after it (O7)', () => {
  const records = { commit: aCommitRecord('acme-1', 1) };
  assert.equal(exportStatus(found(ended('ABORTED'), records), 'lake', NOW).status, 'Successful');
});

test('a failure before Clean up shows the name of the error and never its cause', () => {
  const execution = ended('FAILED', { error: 'FileTruncated', cause: 'line PHI-7' });
  const status = exportStatus(found(execution), 'lake', NOW);
  assert.equal(status.status, 'Failed');
  assert.equal(status.error?.name, 'FileTruncated');
  assert.doesNotMatch(JSON.stringify(status), /PHI/);
});

test('an execution that timed out has failed', () => {
  assert.equal(exportStatus(found(ended('TIMED_OUT')), 'lake', NOW).error?.name, 'TIMED_OUT');
});

test('records without an end and without an execution are ExecutionLost', () => {
  const status = exportStatus(found(undefined), 'lake', NOW);
  assert.equal(status.status, 'Failed');
  assert.equal(status.error?.name, 'ExecutionLost');
  assert.equal(status.lastUpdated, null);
});

test('lastUpdated is the latest time in the records', () => {
  const failure = aFailureRecord('ServerJobGone');
  const progress = { ...aProgressRecord, polledAt: '2026-03-01T03:05:00.000Z' };
  const commit = aCommitRecord('acme-1', 1);
  const running = { status: 'RUNNING' as const, startedAt };
  const moments = [
    found(running),
    found(running, { progress }),
    found(undefined, { progress, failure }),
    found(undefined, { progress, commit }),
    found(ended('FAILED'), { failure }),
  ].map((each) => exportStatus(each, 'lake', NOW).lastUpdated?.slice(11, 16));
  assert.deepEqual(moments, ['03:00', '03:05', '03:20', '03:30', '03:40']);
});

test('a running export lists no files, though they are committed', () => {
  const running = { status: 'RUNNING' as const, startedAt };
  const status = exportStatus(found(running, { commit: aCommitRecord('acme-1', 1) }), 'lake', NOW);
  assert.equal(status.output, undefined);
  assert.equal(status.outputUrl, undefined);
});

test('a request is echoed as our own path and query, without the group', () => {
  const url = new URL(echoRequest(aRequestRecord) ?? '', 'https://api.example');
  assert.equal(url.pathname, '/exports');
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    source: 'acme',
    level: 'group',
    mode: 'incremental',
    types: 'Patient,Observation',
    since: '2026-02-01',
  });
});

test('parameters are echoed, except those that may name a patient', () => {
  const request = aRequest({
    level: 'patient',
    patients: ['marker-1'],
    typeFilters: ['Patient?identifier=marker-2'],
    parameters: { _person: 'marker-3' },
    elements: ['id', 'Patient.name'],
    includeAssociatedData: ['LatestProvenanceResources'],
    organizeOutputBy: 'Patient',
    until: '2026-02-02',
  });
  const echoed = echoRequest({ ...aRequestRecord, request }) ?? '';
  assert.doesNotMatch(echoed, /marker/);
  assert.deepEqual(Object.fromEntries(new URL(echoed, 'https://api.example').searchParams), {
    source: 'acme',
    level: 'patient',
    mode: 'incremental',
    elements: 'id,Patient.name',
    includeAssociatedData: 'LatestProvenanceResources',
    organizeOutputBy: 'Patient',
    until: '2026-02-02',
  });
});

test('without a request record nothing is echoed', () => {
  assert.equal(echoRequest(undefined), null);
});

type Records = FoundExport['records'];

const none: Records = {
  request: undefined,
  progress: undefined,
  wait: undefined,
  plan: undefined,
  commit: undefined,
  failure: undefined,
};

const foundWith = (records: Partial<Records>, unitsDone = 0): FoundExport => ({
  id: 'acme-1',
  execution: undefined,
  records: { ...none, ...records },
  unitsDone,
});

test('before the plan the server’s own batches count', () => {
  const batches = countBatches(foundWith({ progress: aProgressRecord }), true);
  assert.deepEqual(batches, { running: 3, complete: 2, failed: 0, total: 5 });
});

test('a server that reports no batches has none', () => {
  const { batches: _, ...progress } = aProgressRecord;
  assert.equal(countBatches(foundWith({ progress }), true).total, 0);
});

test('files count as landed in proportion to finished units, rounded down', () => {
  const landed = [0, 1, 2, 3].map(
    (done) => countBatches(foundWith({ plan: aPlanRecord(10, 3) }, done), true).complete,
  );
  assert.deepEqual(landed, [0, 3, 6, 10]);
});

test('inherited files count as landed from the start', () => {
  const landed = [0, 1, 2].map(
    (done) => countBatches(foundWith({ plan: aPlanRecord(10, 2, 6) }, done), true).complete,
  );
  assert.deepEqual(landed, [6, 8, 10]);
});

test('an export of no files has no batches', () => {
  const batches = countBatches(foundWith({ plan: aPlanRecord(0, 0) }), true);
  assert.deepEqual(batches, { running: 0, complete: 0, failed: 0, total: 0 });
});

test('once there is a plan, the last poll does not count', () => {
  const records = { progress: aProgressRecord, plan: aPlanRecord(10, 2) };
  assert.equal(countBatches(foundWith(records, 1), true).total, 10);
});

test('quarantined files have failed, whether the execution has ended or not (D10)', () => {
  const files = [aReceipt(), aQuarantinedReceipt({ index: 2 }), aReceipt({ index: 3 })];
  const commit = { ...aCommitRecord('acme-1', 0), files };
  for (const isRunning of [true, false])
    assert.deepEqual(countBatches(foundWith({ commit }), isRunning), {
      ...{ running: 0, complete: 2, failed: 1, total: 3 },
    });
});

test('in an export that has ended no batch is running, and incomplete ones have failed', () => {
  const records = { plan: aPlanRecord(10, 2) };
  const batches = countBatches(foundWith(records, 1), false);
  assert.deepEqual(batches, { running: 0, complete: 5, failed: 5, total: 10 });
});

test('an export that runs shows until when the server asks to wait, until then (P2)', () => {
  const running = { status: 'RUNNING' as const, startedAt };
  const waitingUntil = (until: string, execution: FoundExport['execution'] = running) =>
    exportStatus(found(execution, { wait: { step: 'poll', until } }), 'lake', NOW).waitingUntil;
  assert.equal(waitingUntil('2026-03-01T09:00:00.000Z'), '2026-03-01T09:00:00.000Z');
  assert.equal(waitingUntil('2026-03-01T04:00:00.000Z'), undefined);
  assert.equal(waitingUntil('2026-03-01T09:00:00.000Z', ended('FAILED')), undefined);
  assert.equal(exportStatus(found(running), 'lake', NOW).waitingUntil, undefined);
});
