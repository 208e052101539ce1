import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dollarsPerTerabyte, gigabyteSeconds } from '../../bench/measure/lambda-cost.ts';
import { childrenSeconds, median, runMeasured } from '../../bench/measure/run-measured.ts';
import { markdownTable, showTable } from '../../bench/measure/tables.ts';
import { prices } from '../../local/probe/prices.ts';

test('a median is the middle value, or the mean of the two in the middle', () => {
  assert.equal(median([10, 9, 100]), 10);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.throws(() => median([]));
});

test('a second of one processor is 1769 MB for a second, and a terabyte a thousand times that', () => {
  assert.equal(gigabyteSeconds(1024), 1769);
  assert.equal(
    dollarsPerTerabyte(1.024).toFixed(6),
    (1769 * prices.lambdaGigabyteSecond).toFixed(6),
  );
});

const table = {
  title: 'Moves',
  columns: ['client', 'MB/s'],
  rows: [
    ['curl', '1403'],
    ['ours, verified', '9'],
  ],
  notes: ['on loopback'],
};

test('a table has its names to the left and its figures to the right', () => {
  const shown: string[] = [];
  showTable(table, { write: (text) => shown.push(text) });
  assert.deepEqual(shown.join('').split('\n'), [
    'Moves',
    'client          MB/s',
    '──────────────  ────',
    'curl            1403',
    'ours, verified     9',
    'on loopback',
    '',
    '',
  ]);
});

test('the same table is Markdown, and a bar in it is escaped', () => {
  const barred = markdownTable({ ...table, rows: [['curl | curl', '1']] });
  assert.equal(barred[4], '| curl \\| curl |    1 |');
  assert.deepEqual(markdownTable(table).slice(2), [
    '| client         | MB/s |',
    '| -------------- | ---: |',
    '| curl           | 1403 |',
    '| ours, verified |    9 |',
    '',
    '- on loopback',
  ]);
});

test('the time of the children is the last line of the shell, whatever the children printed', () => {
  const told = 'a warning\n0m0.001s 0m0.002s\n1m2.500s 0m0.250s\n';
  assert.equal(childrenSeconds(told), 62.75);
  assert.throws(() => childrenSeconds('a warning'), /did not print/);
});

test('a command is measured with its children, and one that fails is an error', async () => {
  const busy = 'const end = Date.now() + 150; while (Date.now() < end);';
  const run = await runMeasured(['bash', '-c', '"$0" -e "$1"; echo done', process.execPath, busy]);
  assert.equal(run.stdout, 'done\n');
  assert.ok(run.cpuSeconds > 0.05 && run.wallSeconds >= 0.15, JSON.stringify(run));
  await assert.rejects(runMeasured(['bash', '-c', 'echo why >&2; exit 3']), /ended with 3: why/);
});

test('a command that does not end is killed, with its children', async () => {
  const began = performance.now();
  await assert.rejects(
    runMeasured(['bash', '-c', 'sleep 60 & wait'], {}, 0.3),
    /did not end within 0.3 s/,
  );
  assert.ok(performance.now() - began < 20_000);
});
