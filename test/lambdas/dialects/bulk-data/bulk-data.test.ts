import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bulkData, readKickOff } from '../../../../lambdas/dialects/bulk-data/bulk-data.ts';
import { anHl7Source, FHIR_BASE } from './hl7-source.ts';

test('the CapabilityStatement is needed to discover the version', () => {
  assert(bulkData.needsCapabilities(anHl7Source()));
  assert(bulkData.needsCapabilities(anHl7Source({ lenient: true })));
  for (const version of ['v2', 'v3'] as const)
    assert(!bulkData.needsCapabilities(anHl7Source({ version })));
});

test('v4 needs the CapabilityStatement, as it may rename the operation (rule 24)', () => {
  assert(bulkData.needsCapabilities(anHl7Source({ version: 'v4' })));
});

test('running and finished jobs are deleted (rule 48)', () => {
  assert.deepEqual(bulkData.deletes, { running: true, finished: true });
});

const answer = (status: number, text = '', headers = {}) => ({
  status,
  headers,
  text,
  url: `${FHIR_BASE}/$export`,
});
const job = { 'content-location': 'https://hl7.example/jobs/1' };
const accepted = {
  kind: 'accepted',
  statusLink: 'https://hl7.example/jobs/1',
  statusHeader: false,
};
const manifest = JSON.stringify({ transactionTime: 'a', requiresAccessToken: true, output: [] });

for (const status of [200, 201, 202, 204])
  test(`${status} with a Content-Location is accepted (K7, rule 21)`, () => {
    assert.deepEqual(readKickOff(answer(status, '', job)), accepted);
    assert.deepEqual(readKickOff(answer(status, manifest, job)), accepted);
  });

test('a relative Content-Location is not resolved here (K6)', () => {
  const relative = answer(202, '', { 'content-location': '/jobs/1' });
  assert.deepEqual(readKickOff(relative), { ...accepted, statusLink: '/jobs/1' });
});

test('202 without a Content-Location is NotABulkServer (K6)', () => {
  assert.throws(() => readKickOff(answer(202)), {
    name: 'NotABulkServer',
    message: /answered 202 with neither a Content-Location nor a manifest/,
  });
});

test('without a Content-Location, a manifest is accepted (K7)', () => {
  assert.deepEqual(readKickOff(answer(200, manifest)), { kind: 'manifest' });
});

test('a warning in a 202 changes nothing (K9)', () => {
  const warning = { severity: 'warning', code: 'informational', diagnostics: 'marker' };
  const outcome = JSON.stringify({ resourceType: 'OperationOutcome', issue: [warning] });
  assert.deepEqual(readKickOff(answer(202, outcome, job)), accepted);
});

const others = ['', '<html>marker</html>', '{}', '[]', 'null', '{"output":{}}', '{"output":null}'];
for (const text of others)
  test(`${text || 'nothing'} is NotABulkServer, and not quoted (K13)`, () => {
    assert.throws(
      () => readKickOff(answer(200, text)),
      (error: Error) => error.name === 'NotABulkServer' && !error.message.includes('marker'),
    );
  });

const both = [
  'respond-async, separate-export-status',
  'separate-export-status,respond-async',
  'Respond-Async,  Separate-Export-Status',
  'handling=lenient, respond-async, separate-export-status',
];
for (const applied of both)
  test(`"${applied}" agrees on X-Export-Status (rule 16)`, () => {
    const headers = { ...job, 'preference-applied': applied };
    assert.deepEqual(readKickOff(answer(202, '', headers)), { ...accepted, statusHeader: true });
  });

const notBoth = [
  '',
  'respond-async',
  'separate-export-status',
  'respond-async; separate-export-status',
];
for (const applied of notBoth)
  test(`"${applied}" does not agree on X-Export-Status (rule 16)`, () => {
    const headers = { ...job, 'preference-applied': applied };
    assert.deepEqual(readKickOff(answer(202, '', headers)), accepted);
  });
