import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeEstimate } from '../../../local/probe/describe-estimate.ts';
import { estimate, type ProbeMeasurement } from '../../../local/probe/estimate.ts';
import { aProbe, perPatient } from './probe.ts';

function described(changes: Partial<ProbeMeasurement> = {}, concurrency = 4) {
  const [probe, per] = [aProbe(changes), perPatient()];
  return describeEstimate('acme', probe, per, estimate(probe, per, concurrency), concurrency);
}
const line = (lines: string[], what: string) =>
  lines.find((each) => each.trimStart().startsWith(what)) ?? '';

for (const patients of [0, 1_000, 25_000_000])
  test(`the columns stand under one another for ${patients} patients`, () => {
    const rows = described({ patients }).slice(1, 9);
    const gaps = new Set(rows.map((row) => row.lastIndexOf('   ')));
    assert.equal(gaps.size, 1, rows.join('\n'));
    const names = rows.map((row) => /^ {2}(\S+(?: \S+)*)/.exec(row)?.[1]);
    assert.deepEqual(names, [
      ...['patients', 'records', 'bytes', 'files', 'server time', 'download time'],
      ...['AWS, one export', 'AWS, storage'],
    ]);
  });

test('each line has a figure and its basis', () => {
  const lines = described();
  assert.match(line(lines, 'patients'), /1,000 {3}counted by the probe$/);
  assert.match(line(lines, 'records'), /50,000 {3}50\.0 per patient$/);
  assert.match(line(lines, 'bytes'), /100\.0 MB {3}100\.0 kB per patient$/);
  assert.match(line(lines, 'server time'), /up to 50 min {3}60\.0 s for the probe/);
  assert.match(
    line(lines, 'download time'),
    /12\.5 s {3}2\.0 MB\/s per connection, 4 in parallel$/,
  );
  assert.match(line(lines, 'Records and bytes'), /come from a test\.$/);
});

test('with one file, which may be smaller than the limit, the number of files is an upper bound', () => {
  assert.match(line(described(), 'files'), /up to 50 {3}1,000 records in the largest file/);
  assert.match(line(described({ files: 2 }), 'files'), / {2}50 {3}1,000 records/);
});

test('a download that was too fast to measure is reported so', () => {
  assert.match(line(described({ downloadSeconds: 0 }), 'download time'), /too fast to measure/);
});

test('the parts of the cost are listed with their sum', () => {
  const money = line(described(), 'AWS, one export').matchAll(/\$([\d.]+)/g);
  const [total = 0, ...parts] = [...money].map(([, amount]) => Number(amount));
  assert.equal(parts.length, 4);
  assert.ok(Math.abs(total - parts.reduce((sum, part) => sum + part)) < 0.00005);
});
