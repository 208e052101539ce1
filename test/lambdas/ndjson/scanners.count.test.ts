import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LandedType } from '../../../lambdas/lake/landed-type.ts';
import { fullScanner, structuralScanner } from '../../../lambdas/ndjson/scanners.ts';
import { defaultSizes } from '../../../lambdas/runtime/sizes.ts';
import { foundByLine, scanned } from './scanned.ts';

/** Files whose records are counted by what they hold. */

const outcome = (severity: string) => ({ resourceType: 'OperationOutcome', issue: [{ severity }] });
const cases: [string, LandedType, object[]][] = [
  ['outcomes, by severity (rule 35)', 'bulk_outcome', [outcome('error'), outcome('success')]],
  ['deletions (rule 36)', 'bulk_deleted', [{ resourceType: 'Bundle' }]],
  ['deletions that are none (rule 36)', 'bulk_deleted', [{ resourceType: 'Patient' }]],
  [
    'an organized file, without its header (rule 38)',
    'bulk_organized',
    [{ resourceType: 'Parameters' }, { resourceType: 'Patient' }, { resourceType: 'Group' }],
  ],
  ['Parameters asked for as such (rule 38)', 'Parameters', [{ resourceType: 'Parameters' }]],
];
for (const [what, landed, lines] of cases)
  test(`${what} are counted as the line checker counts them`, () => {
    const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    for (const scanner of [
      structuralScanner(landed, defaultSizes),
      fullScanner(landed, defaultSizes),
    ])
      assert.deepEqual(scanned(scanner, [bytes]), foundByLine(landed, bytes));
  });
