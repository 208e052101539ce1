import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAsked } from '../../../lambdas/3-plan/is-asked.ts';

const LATEST = 'LatestProvenanceResources';

const cases: [string, { types: string[]; includeAssociatedData: string[] }, boolean][] = [
  ['Patient', { types: [], includeAssociatedData: [] }, true],
  ['Patient', { types: ['Patient'], includeAssociatedData: [] }, true],
  ['Patient', { types: ['patient'], includeAssociatedData: [] }, true],
  ['Provenance', { types: ['Patient'], includeAssociatedData: [] }, false],
  ['Provenance', { types: ['Patient'], includeAssociatedData: [LATEST] }, true],
  [
    'Provenance',
    { types: ['Patient'], includeAssociatedData: ['RelevantProvenanceResources'] },
    true,
  ],
  ['Encounter', { types: ['Patient'], includeAssociatedData: [LATEST] }, false],
  ['AuditEvent', { types: ['Patient'], includeAssociatedData: ['_audit'] }, true],
];

for (const [type, request, expected] of cases)
  test(`${type} is ${expected ? '' : 'not '}among ${JSON.stringify(request)} (rule 18)`, () =>
    assert.equal(isAsked(type, request), expected));
