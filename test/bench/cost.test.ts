import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportTables, memoryTable, storageTable } from '../../bench/cost/cost.ts';
import { countExport } from '../../bench/cost/count-export.ts';
import { awsCalls, lambdaCalls } from '../../bench/cost/counting.ts';
import { downloadSecondsPerGigabyte, exportCosts, total } from '../../bench/cost/model.ts';

const counted = await countExport(3);

test('an export is counted: its states, its steps, and the calls of each', () => {
  const { steps, childExecutions, historyEvents, childEvents, stateTransitions } = counted;
  assert.equal(childExecutions, 3);
  assert.equal(steps.download?.calls, 3);
  assert.equal(steps.plan?.calls, 1);
  assert.ok((steps.poll?.calls ?? 0) > 10, 'a job of half an hour is polled');
  assert.equal(
    lambdaCalls(counted),
    Object.values(steps).reduce((sum, { calls }) => sum + calls, 0),
  );
  assert.ok(awsCalls(counted, /^PutObject/) >= 3 + 3, 'a file each, and its receipts');
  assert.equal(awsCalls(counted, /^PutEvents/), 1);
  assert.ok(historyEvents > childEvents && stateTransitions > lambdaCalls(counted));
});

test('what it costs is the sum of its lines, by list prices', () => {
  const costs = exportCosts(counted, {});
  const transitions = costs.find(({ what }) => what === 'state transitions');
  assert.equal(transitions?.dollars, counted.stateTransitions * 0.000025);
  assert.equal(
    total(costs),
    costs.reduce((sum, { dollars = 0 }) => sum + dollars, 0),
  );
  const dear = exportCosts(counted, { cpuSecondsPerGigabyte: 100 });
  assert.ok(total(dear) > total(costs), 'it follows the CPU that was measured');
});

test('a gigabyte takes as long as the slower of processor and network', () => {
  const findings = { cpuSecondsPerGigabyte: 10 };
  assert.equal(downloadSecondsPerGigabyte(1769, findings), 1e9 / 75e6);
  assert.equal(downloadSecondsPerGigabyte(1769 / 2, findings), 20);
});

test('every figure of the model says what it is based on', () => {
  const tables = [...exportTables([counted, counted], {}), storageTable({}), memoryTable({})];
  for (const { columns, rows } of tables)
    assert.ok(rows.every((row) => row.length === columns.length));
  const [made] = tables;
  assert.ok(made?.rows.every(([, basis]) => basis === 'counted' || basis === 'modelled'));
  assert.match(storageTable({}).notes.join(), /CPU is assumed/);
  const storedRatios = { gzip: 0.2, zstd: 0.1 };
  const measured = { storedRatios, compressCpuSecondsPerGigabyte: { gzip: 20, zstd: 6 } };
  assert.match(storageTable(measured).notes.join(), /0\.200 by gzip.*CPU is measured/);
});

test('parts of large files are modelled, and what was counted stays as it was', () => {
  const amountOf = (name: string) =>
    exportCosts(counted, {}).find(({ what }) => what === name)?.amount;
  assert.equal(amountOf('S3 PUT, POST, LIST'), awsCalls(counted, /^(PutObject|List)/));
  // 50 MB are six parts, the upload's beginning and its end, and one of the eight was counted.
  assert.equal(amountOf('S3 PUT, POST of parts'), 3 * 7);
});
