import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExportResult } from '../../../local/exports/export-result.ts';
import { measureProbe, timelineOf } from '../../../local/probe/measure-probe.ts';
import type { HistoryEvent } from '../../../local/state-machine/history.ts';
import { aReceipt } from '../../fakes/receipts.ts';

const event = (type: HistoryEvent['type'], name: string, second: number): HistoryEvent => ({
  ...{ id: 1, previousEventId: 0, type, details: { name } },
  timestamp: new Date(second * 1000),
});
const history = [
  event('ExecutionStarted', '', 0),
  event('TaskStateEntered', 'Kick off', 1),
  event('TaskStateExited', 'Kick off', 2),
  event('TaskStateEntered', 'Poll', 5),
  event('TaskStateEntered', 'Poll', 9),
  event('TaskStateEntered', 'Plan', 11),
  event('MapStateEntered', 'Download', 12),
  event('TaskStateEntered', 'Publish', 16),
];
const result = (files: ExportResult['files']): ExportResult => ({
  ...{ exportId: 'acme-1', status: 'published', transactionTime: null, since: null, error: null },
  ...{ source: 'acme', complete: true, resumable: false, quarantined: [] },
  files,
});

test('a state is dated by when it was entered first', () => {
  const timeline = timelineOf(history);
  assert.equal(timeline.get('Poll')?.getTime(), 5_000);
  assert.deepEqual([...timeline.keys()], ['Kick off', 'Poll', 'Plan', 'Download', 'Publish']);
});

test('the server had from the kick-off to the plan, and the download until the publication', () => {
  const files = [aReceipt({ bytes: 100, lines: 3 }), aReceipt({ bytes: 50, lines: 2 })];
  assert.deepEqual(measureProbe(result(files), timelineOf(history)), {
    patients: 5,
    patientBytes: 150,
    files: 2,
    linesPerFile: 3,
    serverSeconds: 10,
    downloadSeconds: 4,
  });
});

test('a server without a patient has no file, and nothing is downloaded', () => {
  const without = history.filter(({ details }) => details.name !== 'Download');
  const { patients, linesPerFile, downloadSeconds } = measureProbe(result([]), timelineOf(without));
  assert.deepEqual([patients, linesPerFile, downloadSeconds], [0, 0, 0]);
});
