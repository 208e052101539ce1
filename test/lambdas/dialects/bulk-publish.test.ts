import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bulkPublish } from '../../../lambdas/dialects/bulk-publish.ts';
import { UNKNOWN_CAPABILITIES } from '../../../lambdas/dialects/dialect.ts';
import { dialectOf } from '../../../lambdas/dialects/dialects.ts';
import type { ExportRequest } from '../../../lambdas/settings/export-request.ts';
import { aRequest, aSource, TRANSACTION_TIME } from '../../fakes/builders.ts';

const dialect = dialectOf({ dialect: 'bulk-publish' });
const kickOff = (request: Partial<ExportRequest> = {}, baseUrl = 'https://hl7.example/fhir/') =>
  dialect.kickOff(aSource({ baseUrl }), aRequest(request), null, UNKNOWN_CAPABILITIES);

test('a publication is requested by GET of $bulk-publish, whatever the types and the mode', () => {
  const call = {
    method: 'GET',
    url: 'https://hl7.example/fhir/$bulk-publish',
    headers: { accept: 'application/json' },
  };
  assert.deepEqual(kickOff(), call);
  assert.deepEqual(kickOff({}, 'https://hl7.example/fhir'), call);
  assert.deepEqual(kickOff({ types: ['Patient'], mode: 'full' }), call);
});

const narrowing: [string, Partial<ExportRequest>][] = [
  ['level', { level: 'patient' }],
  ['level', { level: 'group', group: 'members' }],
  ['since', { since: '2026-01-01' }],
  ['until', { until: '2026-01-01' }],
  ['typeFilters', { typeFilters: ['Patient?active=true'] }],
  ['elements', { elements: ['id'] }],
  ['includeAssociatedData', { includeAssociatedData: ['RelevantProvenanceResources'] }],
  ['organizeOutputBy', { organizeOutputBy: 'Patient' }],
  ['parameters', { parameters: { _mine: 'yes' } }],
];
for (const [field, request] of narrowing)
  test(`${JSON.stringify(request)} is refused, as a publication cannot be narrowed`, () => {
    assert.throws(() => kickOff(request), {
      name: 'SettingsInvalid',
      message: new RegExp(`^${field}: `),
    });
  });

const answer = (status: number, body: unknown) => ({
  ...{ status, headers: {}, url: 'https://hl7.example/fhir/$bulk-publish' },
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

test('the response is a manifest, even if it lists nothing yet', () => {
  const page = { transactionTime: '2026-01-01T00:00:00Z', requiresAccessToken: false };
  for (const body of [{ output: [] }, { ...page, manifestType: 'x' }, { ...page, link: [] }])
    assert.deepEqual(dialect.readKickOff(answer(200, body)), { kind: 'manifest' });
});

test('any other response is NotABulkServer (P9)', () => {
  const page = { transactionTime: '2026-01-01T00:00:00Z', requiresAccessToken: false };
  for (const body of ['<html>', {}, page, { link: [] }, { resourceType: 'OperationOutcome' }])
    assert.throws(() => dialect.readKickOff(answer(200, body)), { name: 'NotABulkServer' });
  const accepted = answer(202, { output: [] });
  assert.throws(() => dialect.readKickOff(accepted), { name: 'NotABulkServer' });
});

const page = { transactionTime: TRANSACTION_TIME, requiresAccessToken: false };
const read = (changes: object = {}) =>
  bulkPublish.readManifest(JSON.stringify({ ...page, ...changes }));
const next = (url: string) => ({ link: [{ relation: 'next', url }] });
const output = [{ type: 'Organization', url: 'https://files.example/1' }];

test('a page is read like a v4 manifest, except for the echo of a request', () => {
  const manifest = read({
    ...{ output, deleted: [{ url: 'd' }], outcome: [{ url: 'o' }], updateCadence: 'P1D' },
    ...{ request: 'https://hl7.example/fhir/$bulk-publish', ...next('https://hl7.example/2') },
  });
  assert.deepEqual(manifest, {
    ...page,
    files: [
      { list: 'output', entry: 1, type: 'Organization', link: 'https://files.example/1' },
      { list: 'deleted', entry: 1, type: 'Bundle', link: 'd' },
      { list: 'outcome', entry: 1, type: 'OperationOutcome', link: 'o' },
    ],
    next: 'https://hl7.example/2',
  });
});

for (const marker of ['pending', 'closed'] as const)
  test(`#${marker} is the state of the chain, not a link`, () => {
    assert.deepEqual(read({ output: [], ...next(`#${marker}`) }), {
      ...{ ...page, files: [] },
      chain: marker,
    });
  });

test('an empty page needs neither output nor manifestType', () => {
  assert.deepEqual(read(next('#pending')), { ...page, files: [], chain: 'pending' });
  assert.deepEqual(read({ output: null, ...next('/2') }), { ...page, files: [], next: '/2' });
});

test('a response that lacks its list is not an empty page (P9)', () => {
  assert.throws(() => read(), { name: 'StatusMalformed' });
  assert.throws(() => read({ transactionTime: 5, ...next('/2') }), { name: 'StatusMalformed' });
});

test('an unknown marker is refused', () => {
  for (const marker of ['#', '#Pending', '#closed-for-now'])
    assert.throws(() => read({ output, ...next(marker) }), { name: 'ManifestRefused' });
});
