import assert from 'node:assert/strict';
import { test } from 'node:test';
import { thisMachine } from '../../../bench/measure/run-measured.ts';
import { scans, verification } from '../../../bench/suites/verification.ts';
import { smallBench } from '../small-scale.ts';

test('a gzip response is stored raw, and compressed content is smaller', {
  timeout: 240_000,
}, async () => {
  const { bench, lines } = smallBench({ verifications: { rounds: 1, files: 1 } });
  const { tables, findings = {} } = await verification(bench);
  assert.doesNotMatch(lines.join('\n'), /failed/);
  const stored = new Map(tables[0]?.rows.map((row) => [row[0], Number(row.at(-1))]));
  assert.equal(stored.get('structural (the default)'), 1);
  assert.equal(
    stored.get('gzip stored raw, structural'),
    stored.get('gzip stored raw, unchecked (curl | curl -T -)'),
  );
  const { gzip = 1, zstd = 1 } = findings.storedRatios ?? {};
  assert.ok(gzip < 0.5 && zstd < 0.5, `${gzip}, ${zstd}`);
});

test('each check is measured by itself', { timeout: 120_000 }, async () => {
  const { rows } = await scans(thisMachine());
  assert.deepEqual(
    rows.map(([check]) => check),
    ['CRC-32C', 'UTF-8', 'newlines', 'structural scan', 'full scan', 'gunzip'],
  );
  assert.ok(rows.every(([, seconds]) => Number(seconds) > 0));
});
