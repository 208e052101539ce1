import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepList } from '../../../infra/functions/steps.ts';
import type { ExportResult } from '../../../local/exports/export-result.ts';
import { estimate, measureProbe, stateStarts } from '../../../local/probe/estimate.ts';
import { prices } from '../../../local/probe/prices.ts';
import type { HistoryEvent } from '../../../local/state-machine/history.ts';
import { aReceipt } from '../../fakes/receipts.ts';
import { aProbe, perPatient } from './probe.ts';

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) <= Math.abs(expected) * 1e-9, `${actual}, not ${expected}`);

test('records, bytes and files grow with the patients', () => {
  const { records, bytes, files } = estimate(aProbe(), perPatient(), 4);
  assert.deepEqual([records, bytes, files], [50_000, 100_000_000, 50]);
  const twice = estimate(aProbe({ patients: 2_000 }), perPatient(), 4);
  assert.deepEqual([twice.records, twice.bytes, twice.files], [100_000, 200_000_000, 100]);
});

test('there is at least a file for each type', () => {
  assert.equal(estimate(aProbe({ linesPerFile: 1_000_000 }), perPatient(), 4).files, 10);
});

test("the server's time grows with the records that it has to write", () => {
  assert.equal(estimate(aProbe(), perPatient(), 4).serverSeconds, 50 * 60);
});

test('the download time is that of its bytes over one connection, divided by the connections', () => {
  near(estimate(aProbe(), perPatient(), 1).downloadSeconds, 50);
  near(estimate(aProbe(), perPatient(), 4).downloadSeconds, 50 / 4);
  near(estimate(aProbe(), perPatient(), 500).downloadSeconds, 50 / 50);
});

test('the speed of a probe with parallel files is that of all its connections', () => {
  const { secondsPerByte } = estimate(aProbe({ files: 3 }), perPatient(), 2);
  near(secondsPerByte, (1 / 2_000_000) * 2);
  near(estimate(aProbe({ files: 8 }), perPatient(), 4).downloadSeconds, 50);
});

test('the cost is the sum of its parts', () => {
  const { lambda, stepFunctions, s3, glue, total } = estimate(
    aProbe(),
    perPatient(),
    4,
  ).costDollars;
  for (const part of [lambda, stepFunctions, s3, glue]) assert.ok(part > 0);
  near(total, lambda + stepFunctions + s3 + glue);
});

test('Lambda costs its memory during the download, and a little per call', () => {
  const seconds = (megabytes: number) =>
    estimate(aProbe({ downloadSeconds: megabytes * 2 }), perPatient(), 4).costDollars.lambda;
  const gigabytes = stepList.download.memoryMegabytes / 1024;
  const hundredSeconds = 100 * gigabytes * prices.lambdaGigabyteSecond;
  near(seconds(2) - seconds(1), hundredSeconds);
  assert.ok(seconds(0) < 0.001);
});

test('waiting costs little: a week on the server is some seven hundred polls', () => {
  const week = aProbe({ serverSeconds: (7 * 24 * 3600) / 50 });
  const { stepFunctions } = estimate(week, perPatient(), 4).costDollars;
  assert.ok(stepFunctions > 3 * 650 * prices.stateTransition);
  assert.ok(stepFunctions < 3 * 900 * prices.stateTransition);
});

test('storage is billed per gigabyte and month', () => {
  near(estimate(aProbe(), perPatient(), 4).storageDollarsPerMonth, 0.1 * prices.s3GigabyteMonth);
});

test('a server without patients has an estimate, too', () => {
  const nobody = aProbe({ patients: 0, patientBytes: 0, files: 0, linesPerFile: 0 });
  const { records, bytes, downloadSeconds, costDollars } = estimate(nobody, perPatient(), 4);
  assert.deepEqual([records, bytes, downloadSeconds], [0, 0, 0]);
  assert.ok(Number.isFinite(costDollars.total));
});

test('the same probe gives the same estimate and is not changed', () => {
  const [probe, per] = [Object.freeze(aProbe()), Object.freeze(perPatient())];
  assert.deepEqual(estimate(probe, per, 4), estimate(probe, per, 4));
});

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

test('a state starts when it is first entered', () => {
  const timeline = stateStarts(history);
  assert.equal(timeline.get('Poll')?.getTime(), 5_000);
  assert.deepEqual([...timeline.keys()], ['Kick off', 'Poll', 'Plan', 'Download', 'Publish']);
});

test('the server time ends at Plan, the download time at Publish', () => {
  const files = [aReceipt({ bytes: 100, lines: 3 }), aReceipt({ bytes: 50, lines: 2 })];
  assert.deepEqual(measureProbe(result(files), stateStarts(history)), {
    patients: 5,
    patientBytes: 150,
    files: 2,
    linesPerFile: 3,
    serverSeconds: 10,
    downloadSeconds: 4,
  });
});

test('a server without patients has no files and no download', () => {
  const without = history.filter(({ details }) => details.name !== 'Download');
  const { patients, linesPerFile, downloadSeconds } = measureProbe(
    result([]),
    stateStarts(without),
  );
  assert.deepEqual([patients, linesPerFile, downloadSeconds], [0, 0, 0]);
});
