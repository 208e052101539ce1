import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headToHead } from '../../bench/data-path/head-to-head.ts';
import { thisMachine } from '../../bench/measure/machine.ts';
import { planning } from '../../bench/planning/planning.ts';
import { report } from '../../bench/report.ts';
import { smallFiles } from '../../bench/small-files/small-files.ts';

const BOUND = { timeout: 120_000 };

test('every contender moves all bytes of the files', BOUND, async () => {
  const said: string[] = [];
  const scale = { rounds: 1, files: 2, fileBytes: 9_000_000 };
  const table = await headToHead(scale, thisMachine(), (line) => said.push(line));
  assert.ok(table.rows.length >= 6, said.join('\n'));
  assert.ok(table.rows.every((row) => row.length === table.columns.length));
  assert.doesNotMatch(said.join('\n'), /failed/);
  for (const [, cost] of table.rows) assert.ok(Number(cost) > 0);
});

test('files of one unit come over one connection, unless the server closes it', BOUND, async () => {
  const table = await smallFiles({ smallFiles: 20 }, thisMachine(), () => {});
  assert.deepEqual(
    table.rows.map(([, , , full, resumed]) => Number(full) + Number(resumed)),
    [1, 20],
  );
});

test('an export is planned and published, and both are measured', BOUND, async () => {
  const table = await planning({ plannedFiles: 600, rounds: 1 }, thisMachine(), () => {});
  assert.deepEqual(
    table.rows.map(([step]) => step),
    ['Plan', 'Publish'],
  );
  assert.ok(table.rows.every((row) => row.length === table.columns.length));
});

test('a report says how it was measured, and which figures are rough', () => {
  const text = report([], { machine: ['a laptop'], isQuick: true, date: new Date(0) });
  assert.match(text, /npm run bench -- --quick` on 1970-01-01/);
  assert.match(text, /a laptop/);
  assert.match(text, /one small round/);
});
