import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bench, SuiteResult } from '../../bench/measure/suite.ts';
import { isMet, type Target, targetsTable } from '../../bench/measure/tables.ts';
import { costReport, performanceReport } from '../../bench/report.ts';
import { readOptions, runSuites } from '../../bench/suites.ts';
import { smallBench } from './small-scale.ts';

const circumstances = { machine: ['a laptop'], isQuick: true, date: new Date(0) };
const target: Target = { measure: 'ours ÷ theirs', bound: 'at most', limit: 2, measured: 1.5 };
const table = { title: 'Moves', columns: ['client'], rows: [['ours']], notes: ['a note'] };

test('a target says by how much it is met or missed', () => {
  const rows = (changes: Partial<Target>) => targetsTable([{ ...target, ...changes }]).rows[0];
  assert.deepEqual(rows({}), ['ours ÷ theirs', '≤ 2', '1.50', 'met, 25 % to spare']);
  assert.equal(rows({ stretch: 1.6 })?.[3], 'met, 25 % to spare, and the stretch');
  assert.equal(rows({ measured: 2.5 })?.[3], 'missed by 0.50 (25 %)');
  assert.equal(rows({ measured: 90, limit: 60, unit: 'MB' })?.[3], 'missed by 30.0 MB (50 %)');
  assert.equal(rows({ bound: 'at least' })?.[3], 'missed by 0.50 (25 %)');
  assert.equal(rows({ bound: 'exactly', measured: 2 })?.[3], 'met');
  assert.ok(!isMet({ ...target, measured: Number.NaN }), 'what was not measured is not met');
});

test('targets come first in the report, which says how it was measured and what is rough', () => {
  const results = {
    tables: [{ document: 'performance' as const, table }],
    targets: [target],
    failures: [],
  };
  const text = performanceReport(results, circumstances);
  assert.match(text, /npm run bench -- --quick` on 1970-01-01/);
  assert.match(text, /a laptop/);
  assert.match(text, /one small round/);
  assert.ok(text.indexOf('## Targets') < text.indexOf('## Moves'));
  assert.doesNotMatch(costReport(results, circumstances), /## /);
});

test('a suite that fails is named in the report, and the others still count', async () => {
  const seen: Bench['findings'][] = [];
  const { bench, lines } = smallBench();
  const named = (name: string, suite: (bench: Bench) => Promise<SuiteResult>) => ({
    ...{ name, suite, document: 'performance' as const },
  });
  const results = await runSuites(
    [
      named('first', async () => ({ tables: [table], findings: { cpuSecondsPerGigabyte: 2 } })),
      named('broken', async () => {
        throw new Error('no sockets left\nat a line');
      }),
      named('last', async ({ findings }) => {
        seen.push(findings);
        return { tables: [], targets: [target] };
      }),
    ],
    bench,
    () => {},
  );
  assert.deepEqual(results.failures, ['broken: no sockets left']);
  assert.match(lines.join(), /broken failed/);
  assert.deepEqual(seen, [{ cpuSecondsPerGigabyte: 2 }]);
  assert.equal(results.targets.length, 1);
  assert.match(performanceReport(results, circumstances), /not measured: broken: no sockets left/);
});

test('one suite, or a profile, writes no document; all of them do', () => {
  assert.ok(readOptions([]).writesDocuments);
  const only = readOptions(['--only', 'small-files', '--quick']);
  assert.deepEqual([only.writesDocuments, only.isQuick, only.suites.length], [false, true, 1]);
  assert.ok(!readOptions(['--profile']).writesDocuments);
  assert.throws(() => readOptions(['--only', 'nothing']), /--only needs one of data-path/);
});
