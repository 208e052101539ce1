import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headToHead } from '../../bench/data-path/head-to-head.ts';
import { receiving } from '../../bench/data-path/receiving.ts';
import { planning } from '../../bench/planning/planning.ts';
import { profile } from '../../bench/profile/profile.ts';
import { sizes } from '../../bench/sizes/sizes.ts';
import { smallFiles } from '../../bench/small-files/small-files.ts';
import { manyFiles } from '../../bench/workflow/many-files.ts';
import { smallBench } from './small-scale.ts';

const BOUND = { timeout: 240_000 };

test(
  'every contender moves all bytes of the files, and the targets are measured',
  BOUND,
  async () => {
    const { bench, said } = smallBench({ rounds: 1, files: 2, fileBytes: 9_000_000 });
    const { tables, targets = [] } = await headToHead(bench);
    const [table] = tables;
    assert.ok(table && table.rows.length >= 6, said.join('\n'));
    assert.doesNotMatch(said.join('\n'), /failed/);
    for (const [, cost] of table.rows) assert.ok(Number(cost) > 0);
    assert.equal(targets.length, 4);
    assert.ok(targets.every(({ measured }) => measured > 0));
  },
);

test('files are received over both transports, beside curl and undici', BOUND, async () => {
  const { bench, said } = smallBench({ rounds: 1, files: 2, fileBytes: 9_000_000 });
  const [table] = (await receiving(bench)).tables;
  assert.equal(table?.rows.length, 4, said.join('\n'));
  for (const [, cost] of table.rows) assert.ok(Number(cost) > 0);
});

test(
  'bytes in the lake are the server’s, of every size, answer and compression',
  BOUND,
  async () => {
    const { bench } = smallBench({ sizes: [1_000_000, 12_000_000], landedBytes: [0, 1000] });
    const { targets = [] } = await sizes(bench);
    const equal = targets.find(({ bound }) => bound === 'exactly');
    assert.equal(equal?.limit, 2 + 2 * 3 * 3);
    assert.equal(equal.measured, equal.limit);
    assert.equal(targets.filter(({ measure }) => measure.startsWith('peak RSS')).length, 3);
  },
);

test(
  'files of one unit come over one connection, and over one each from a plain client',
  BOUND,
  async () => {
    const { bench } = smallBench({ smallFiles: 20 });
    const { tables, targets = [] } = await smallFiles(bench);
    const counted = (tables[0]?.rows ?? []).map(([, , , full, resumed]) => [full, resumed].join());
    assert.equal(counted[0], '1,0');
    assert.equal(counted[1], '1,0');
    assert.equal(counted[3], '20,0');
    const closed = counted[2]?.split(',').map(Number) ?? [];
    assert.equal(closed[0] ?? 0, 20 - (closed[1] ?? 0));
    assert.equal(targets.find(({ measure }) => /handshakes/.test(measure))?.measured, 1);
  },
);

test(
  'an export is planned and published, each step alone in the memory of its function',
  BOUND,
  async () => {
    const { bench } = smallBench({ plannedFiles: [600] });
    const { tables, findings = {} } = await planning(bench);
    const rows = tables[0]?.rows ?? [];
    assert.deepEqual(
      rows.map(([step, files, , , , , has, enough]) => [step, files, has === enough]),
      [
        ['plan', '600', true],
        ['publish', '600', true],
      ],
    );
    assert.ok((findings.planCpuSecondsPerFile ?? 0) > 0);
  },
);

test('an export of many files runs through, and what it took is measured', BOUND, async () => {
  const { bench } = smallBench({ plannedFiles: [600] });
  const { tables, targets = [] } = await manyFiles(bench);
  assert.equal(tables[0]?.rows[0]?.[0], '600');
  const [target] = targets;
  assert.ok(target && target.measured > 0 && target.limit === 180);
});

test('a profile names functions of ours and of Node’s', BOUND, async () => {
  const { bench } = smallBench({
    fileBytes: 9_000_000,
    verifications: { rounds: 1, files: 1 },
  });
  const { tables } = await profile()(bench);
  const where = (tables[0]?.rows ?? []).map(([, of]) => of);
  assert.ok(where.includes('Sluice'), where.join());
  assert.ok(where.some((each) => each?.startsWith('node:')));
});
