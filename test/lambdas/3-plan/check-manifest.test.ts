import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkManifest, isAsked } from '../../../lambdas/3-plan/check-manifest.ts';
import type { Manifest, ManifestFile } from '../../../lambdas/dialects/dialect.ts';
import type { JobRecord } from '../../../lambdas/lake/export-records.ts';
import { aJob, aRequest, TRANSACTION_TIME } from '../../fakes/builders.ts';
import { NOW } from '../../fakes/manual-clock.ts';

const now = new Date(NOW);

/** The message that a manifest is refused with. */
function verdict(
  transactionTime: string,
  types: (string | null)[] = [],
  job: Partial<JobRecord> = {},
) {
  return verdictOn([aPage({ transactionTime, files: types.map(ofType) })], job);
}

const aPage = (changes: Partial<Manifest> = {}): Manifest => ({
  ...{ transactionTime: TRANSACTION_TIME, requiresAccessToken: true, files: [] },
  ...changes,
});

const ofType = (type: string | null): ManifestFile => ({
  list: 'output',
  entry: 1,
  type,
  link: 'a',
});

function verdictOn(pages: Manifest[], job: Partial<JobRecord> = {}) {
  try {
    checkManifest(pages, aJob(job), {}, now);
    return 'accepted';
  } catch (error) {
    assert(error instanceof Error && error.name === 'ManifestRefused', String(error));
    return error.message.replace('the manifest has a transactionTime ', '');
  }
}

const times: [string, string, string][] = [
  ['a moment ago', TRANSACTION_TIME, 'accepted'],
  ['of another zone', '2026-11-21T21:59:00-05:00', 'accepted'],
  ['long ago', '2001-01-01T00:00:00Z', 'accepted'],
  ['five minutes ahead', '2026-11-22T03:05:00.000Z', 'accepted'],
  ['a little more ahead', '2026-11-22T03:05:00.001Z', 'in the future'],
  ['tomorrow', '2026-11-23T03:00:00Z', 'in the future'],
  ['a date', '2026-11-22', 'that is not a FHIR instant'],
  ['without an offset', '2026-11-22T02:00:00', 'that is not a FHIR instant'],
  ['a number', '1795316400', 'that is not a FHIR instant'],
  ['nothing', '', 'that is not a FHIR instant'],
  ['words', 'marker', 'that is not a FHIR instant'],
];
for (const [what, time, expected] of times)
  test(`a time ${what} is ${expected} (M12)`, () => assert.equal(verdict(time), expected));

const lasts: [string, string][] = [
  ['2026-11-22T02:58:00Z', 'accepted'],
  [TRANSACTION_TIME, 'accepted'],
  ['2026-11-22T03:59:00+01:00', 'accepted'],
  ['2026-11-22T02:59:00.001Z', 'older than the last commit'],
];
for (const [lastTransactionTime, expected] of lasts)
  test(`a time after a last commit at ${lastTransactionTime} is ${expected} (M12)`, () => {
    assert.equal(verdict(TRANSACTION_TIME, [], { lastTransactionTime }), expected);
  });

test('a type that is not a resource type is refused and not quoted (M8)', () => {
  for (const type of ['', '../../marker', 'Patient/..', 'patient', 'x'.repeat(10_000), 'Pätient'])
    assert.equal(
      verdict(TRANSACTION_TIME, ['Patient', type]),
      'a file of the manifest has a type that is not a FHIR resource type',
    );
});

const job = { request: aRequest({ types: ['Patient', 'Condition'] }) };

test('requested types are accepted, and fewer than requested too (M13)', () => {
  for (const types of [['Patient', 'Condition', 'Patient'], ['Condition'], []])
    assert.equal(verdict(TRANSACTION_TIME, types, job), 'accepted');
});

test('a type that was not requested is refused and named (M13)', () => {
  const refused = 'the manifest lists Provenance, which was not requested';
  assert.equal(verdict(TRANSACTION_TIME, ['Patient', 'Provenance'], job), refused);
});

test('without requested types every type is accepted', () => {
  assert.equal(verdict(TRANSACTION_TIME, ['Provenance', 'MedicationOrder']), 'accepted');
});

test('no page is no manifest', () => {
  assert.equal(verdictOn([]), 'the server completed its job without a manifest');
});

const request = 'https://analytics.example/$export';
const disagreements: [string, Partial<Manifest>, Partial<Manifest>][] = [
  ['transactionTime', {}, { transactionTime: '2026-11-22T02:58:00Z' }],
  ['requiresAccessToken', {}, { requiresAccessToken: false }],
  ['request', { request }, { request: `${request}?_type=Patient` }],
  ['request', { request }, {}],
];
for (const [field, one, other] of disagreements)
  test(`pages that differ in ${field} are refused (rule 37)`, () => {
    const pages = [aPage(one), aPage(one), aPage(other)];
    assert.equal(verdictOn(pages), `the pages of the manifest differ in ${field}`);
  });

test('pages that differ only in their files are one manifest (rule 37)', () => {
  const pages = [[], ['Patient'], ['Condition']].map((types) =>
    aPage({ request, files: types.map(ofType) }),
  );
  assert.equal(verdictOn(pages), 'accepted');
});

test('what is refused on the first page is refused on any page (rule 37)', () => {
  const pages = [aPage(), aPage({ files: [ofType('../x')] })];
  assert.match(verdictOn(pages), /not a FHIR resource type/);
});

test('files without a type are accepted with organizeOutputBy (M16, rule 34)', () => {
  const organized = { request: aRequest({ organizeOutputBy: 'Patient', types: ['Patient'] }) };
  assert.equal(verdict(TRANSACTION_TIME, [null], organized), 'accepted');
  const refused =
    'a file of the manifest has no type, and the export asked for no organized output';
  assert.equal(verdict(TRANSACTION_TIME, ['Patient', null]), refused);
});

test('the types of deletions and outcomes need not be requested (rules 35, 36)', () => {
  const files: ManifestFile[] = [
    { list: 'deleted', entry: 1, type: 'Bundle', link: 'a' },
    { list: 'outcome', entry: 1, type: 'OperationOutcome', link: 'b' },
  ];
  assert.equal(verdictOn([aPage({ files })], job), 'accepted');
});

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
  test(`${type} is ${expected ? '' : 'not '}requested by ${JSON.stringify(request)} (rule 18)`, () =>
    assert.equal(isAsked(type, request), expected));
