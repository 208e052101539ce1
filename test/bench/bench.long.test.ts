import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataPath, receiving } from '../../bench/suites/data-path.ts';
import { manyFiles } from '../../bench/suites/many-files.ts';
import { planning } from '../../bench/suites/planning.ts';
import { profile } from '../../bench/suites/profile.ts';
import { sizes } from '../../bench/suites/sizes.ts';
import { smallFiles } from '../../bench/suites/small-files.ts';
import { smallBench } from './small-scale.ts';

const BOUND = { timeout: 240_000 };

test(
  'every contender moves all bytes of the files, and the targets are measured',
  BOUND,
  async () => {
    const { bench, lines } = smallBench({ rounds: 1, files: 2, fileBytes: 9_000_000 });
    const { tables, targets = [] } = await dataPath(bench);
    const [table] = tables;
    assert.ok(table && table.rows.length >= 6, lines.join('\n'));
    assert.doesNotMatch(lines.join('\n'), /failed/);
    for (const [, cost] of table.rows) assert.ok(Number(cost) > 0);
    assert.equal(targets.length, 4);
    assert.ok(targets.every(({ measured }) => measured > 0));
  },
);

test('files are received over both transports, beside curl and undici', BOUND, async () => {
  const { bench, lines } = smallBench({ rounds: 1, files: 2, fileBytes: 9_000_000 });
  const [table] = (await receiving(bench)).tables;
  assert.equal(table?.rows.length, 4, lines.join('\n'));
  for (const [, cost] of table.rows) assert.ok(Number(cost) > 0);
});

test(
  'the lake has the bytes of the server, for every size, response and compression',
  BOUND,
  async () => {
    const { bench } = smallBench({ sizes: [1_000_000, 12_000_000], comparedBytes: [0, 1000] });
    const { targets = [] } = await sizes(bench);
    const equal = targets.find(({ bound }) => bound === 'exactly');
    assert.equal(equal?.limit, 2 + 2 * 3 * 3);
    assert.equal(equal.measured, equal.limit);
    assert.equal(targets.filter(({ measure }) => measure.startsWith('peak RSS')).length, 3);
  },
);

test(
  'the files of a unit share one connection, those of a plain client have one each',
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

test('an export of many files is run and measured', BOUND, async () => {
  const { bench } = smallBench({ plannedFiles: [600] });
  const { tables, targets = [] } = await manyFiles(bench);
  assert.equal(tables[0]?.rows[0]?.[0], '600');
  const [target] = targets;
  assert.ok(target && target.measured > 0 && target.limit === 180);
});

test('a profile has functions of Sluice and of Node', BOUND, async () => {
  const { bench } = smallBench({
    fileBytes: 9_000_000,
    verifications: { rounds: 1, files: 1 },
  });
  const { tables } = await profile()(bench);
  const where = (tables[0]?.rows ?? []).map(([, of]) => of);
  assert.ok(where.includes('Sluice'), where.join());
  assert.ok(where.some((each) => each?.startsWith('node:')));
});
