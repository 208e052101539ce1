import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepList } from '../../../infra/functions/steps.ts';
import { estimate } from '../../../local/probe/estimate.ts';
import { prices } from '../../../local/probe/prices.ts';
import { aProbe, perPatient } from './a-probe.ts';

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

test('the download takes as long as its bytes over one connection, shared by all', () => {
  near(estimate(aProbe(), perPatient(), 1).downloadSeconds, 50);
  near(estimate(aProbe(), perPatient(), 4).downloadSeconds, 50 / 4);
  near(estimate(aProbe(), perPatient(), 500).downloadSeconds, 50 / 50);
});

test('a probe whose files came side by side was as fast as all its connections together', () => {
  const { secondsPerByte } = estimate(aProbe({ files: 3 }), perPatient(), 2);
  near(secondsPerByte, (1 / 2_000_000) * 2);
  near(estimate(aProbe({ files: 8 }), perPatient(), 4).downloadSeconds, 50);
});

test('what it costs is the sum of what its parts cost', () => {
  const { lambda, stepFunctions, s3, glue, total } = estimate(
    aProbe(),
    perPatient(),
    4,
  ).costDollars;
  for (const part of [lambda, stepFunctions, s3, glue]) assert.ok(part > 0);
  near(total, lambda + stepFunctions + s3 + glue);
});

test('Lambda costs what its memory costs for as long as bytes come, and a little a call', () => {
  const seconds = (megabytes: number) =>
    estimate(aProbe({ downloadSeconds: megabytes * 2 }), perPatient(), 4).costDollars.lambda;
  const gigabytes = stepList.download.memoryMegabytes / 1024;
  const hundredSeconds = 100 * gigabytes * prices.lambdaGigabyteSecond;
  near(seconds(2) - seconds(1), hundredSeconds);
  assert.ok(seconds(0) < 0.001);
});

test('what waits costs little: a week on the server is some seven hundred polls', () => {
  const week = aProbe({ serverSeconds: (7 * 24 * 3600) / 50 });
  const { stepFunctions } = estimate(week, perPatient(), 4).costDollars;
  assert.ok(stepFunctions > 3 * 650 * prices.stateTransition);
  assert.ok(stepFunctions < 3 * 900 * prices.stateTransition);
});

test('storage costs by the gigabyte and month', () => {
  near(estimate(aProbe(), perPatient(), 4).storageDollarsPerMonth, 0.1 * prices.s3GigabyteMonth);
});

test('a server without a patient is estimated, too', () => {
  const nobody = aProbe({ patients: 0, patientBytes: 0, files: 0, linesPerFile: 0 });
  const { records, bytes, downloadSeconds, costDollars } = estimate(nobody, perPatient(), 4);
  assert.deepEqual([records, bytes, downloadSeconds], [0, 0, 0]);
  assert.ok(Number.isFinite(costDollars.total));
});

test('the same probe gives the same estimate, and stays as it is', () => {
  const [probe, per] = [Object.freeze(aProbe()), Object.freeze(perPatient())];
  assert.deepEqual(estimate(probe, per, 4), estimate(probe, per, 4));
});
