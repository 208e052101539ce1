import assert from 'node:assert/strict';
import { test } from 'node:test';
import { thisMachine } from '../../bench/measure/machine.ts';
import { scans } from '../../bench/verification/scans.ts';
import { verifications } from '../../bench/verification/verifications.ts';
import { smallBench } from './small-scale.ts';

test('gzip is stored as it comes, and what is compressed is smaller than its content', {
  timeout: 240_000,
}, async () => {
  const { bench, said } = smallBench({ verifications: { rounds: 1, files: 1 } });
  const { tables, findings = {} } = await verifications(bench);
  assert.doesNotMatch(said.join('\n'), /failed/);
  const stored = new Map(tables[0]?.rows.map((row) => [row[0], Number(row.at(-1))]));
  assert.equal(stored.get('structural (the default)'), 1);
  assert.equal(
    stored.get('gzip as it comes, structural'),
    stored.get('gzip as it comes, unchecked (curl | curl -T -)'),
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
