import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LandedType } from '../../../lambdas/lake/landed-type.ts';
import { structuralScanner } from '../../../lambdas/ndjson/scanners.ts';
import { defaultSizes } from '../../../lambdas/runtime/sizes.ts';

/** What the lines of files add up to that are no plain resources of one type. */

async function measured(landed: LandedType, ...lines: object[]) {
  const scanner = structuralScanner(landed, defaultSizes);
  scanner.write(Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
  const { lines: counted, issues } = scanner.end();
  return { lines: counted, issues };
}

const outcome = (...severities: unknown[]) => ({
  resourceType: 'OperationOutcome',
  issue: severities.map((severity) => ({ severity, code: 'processing' })),
});
const none = { fatal: 0, error: 0, warning: 0, information: 0 };

test('outcomes are counted by the severity of their issues (rule 35)', async () => {
  const { lines, issues } = await measured(
    'bulk_outcome',
    outcome('warning', 'error', 'warning'),
    outcome('information'),
    outcome('fatal'),
  );
  assert.equal(lines, 3);
  assert.deepEqual(issues, { fatal: 1, error: 1, warning: 2, information: 1 });
});

test('a success, which FHIR has since R5, is no error', async () => {
  const { issues } = await measured('bulk_outcome', outcome('success', 'success'));
  assert.deepEqual(issues, { ...none, information: 2 });
});

const unreadable: [string, object][] = [
  ['has no issues', { resourceType: 'OperationOutcome' }],
  ['has issues that are no list', { resourceType: 'OperationOutcome', issue: { severity: 'x' } }],
  ['has an issue without a severity', outcome('warning', undefined)],
  ['has a severity that is none', outcome('Warning')],
];
for (const [what, line] of unreadable)
  test(`an OperationOutcome that ${what} counts as one error (M11)`, async () => {
    assert.deepEqual((await measured('bulk_outcome', line)).issues, { ...none, error: 1 });
  });

test('an empty file of outcomes has no issues, and a file of resources does not count them', async () => {
  assert.deepEqual(await measured('bulk_outcome'), { lines: 0, issues: none });
  assert.deepEqual(await measured('Patient', { resourceType: 'Patient' }), {
    lines: 1,
    issues: undefined,
  });
});

test('a line of outcomes that is no outcome is refused (D10)', async () => {
  await assert.rejects(measured('bulk_outcome', { resourceType: 'Patient' }), {
    name: 'LineRefused',
    message: /is not a OperationOutcome/,
  });
});

test('a line of deletions is a Bundle, and nothing else (rule 36)', async () => {
  const bundle = { resourceType: 'Bundle', type: 'transaction', entry: [] };
  assert.equal((await measured('bulk_deleted', bundle, bundle)).lines, 2);
  await assert.rejects(measured('bulk_deleted', { resourceType: 'Patient' }), {
    name: 'LineRefused',
    message: /is not a Bundle/,
  });
});

test('the header of an organized file is no record, and every other resource is one (rule 38)', async () => {
  const header = { resourceType: 'Parameters', parameter: [{ name: 'header' }] };
  const { lines } = await measured(
    'bulk_organized',
    header,
    { resourceType: 'Patient' },
    { resourceType: 'Observation' },
    header,
    { resourceType: 'Encounter' },
  );
  assert.equal(lines, 3);
  await assert.rejects(measured('bulk_organized', header, { id: 'a' }), {
    message: /^line 2 .* is not a FHIR resource/,
  });
});

test('a file of Parameters that was requested as such has records (rule 38)', async () => {
  assert.equal((await measured('Parameters', { resourceType: 'Parameters' })).lines, 1);
});
