import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UNKNOWN_CAPABILITIES } from '../../../../lambdas/dialects/capabilities.ts';
import { dialectOf } from '../../../../lambdas/dialects/dialect-of.ts';
import type { ExportRequest } from '../../../../lambdas/settings/export-request.ts';
import { aRequest, aSource } from '../../../fakes/builders.ts';

const dialect = dialectOf({ dialect: 'bulk-publish' });
const kickOff = (request: Partial<ExportRequest> = {}, baseUrl = 'https://hl7.example/fhir/') =>
  dialect.kickOff(aSource({ baseUrl }), aRequest(request), null, UNKNOWN_CAPABILITIES);

test('a publication is asked for by GET of $bulk-publish, whatever the types and the mode', () => {
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
  test(`${JSON.stringify(request)} is SettingsInvalid, as nobody narrows a publication`, () => {
    assert.throws(() => kickOff(request), {
      name: 'SettingsInvalid',
      message: new RegExp(`^${field}: `),
    });
  });

const answer = (status: number, body: unknown) => ({
  ...{ status, headers: {}, url: 'https://hl7.example/fhir/$bulk-publish' },
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

test('a manifest is the answer, also one that lists nothing yet', () => {
  const page = { transactionTime: '2026-01-01T00:00:00Z', requiresAccessToken: false };
  for (const body of [{ output: [] }, { ...page, manifestType: 'x' }, { ...page, link: [] }])
    assert.deepEqual(dialect.readKickOff(answer(200, body)), { kind: 'manifest' });
});

test('whatever else answers is no bulk server (P9)', () => {
  const page = { transactionTime: '2026-01-01T00:00:00Z', requiresAccessToken: false };
  for (const body of ['<html>', {}, page, { link: [] }, { resourceType: 'OperationOutcome' }])
    assert.throws(() => dialect.readKickOff(answer(200, body)), { name: 'NotABulkServer' });
  const accepted = answer(202, { output: [] });
  assert.throws(() => dialect.readKickOff(accepted), { name: 'NotABulkServer' });
});
