import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readKickOff } from '../../../../lambdas/dialects/bulk-data/read-kick-off.ts';
import { FHIR_BASE } from './hl7-source.ts';

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
  test(`K7: ${status} with a Content-Location has accepted, rule 21`, () => {
    assert.deepEqual(readKickOff(answer(status, '', job)), accepted);
    assert.deepEqual(readKickOff(answer(status, manifest, job)), accepted);
  });

test('K6: a relative Content-Location is taken as it is', () => {
  const relative = answer(202, '', { 'content-location': '/jobs/1' });
  assert.deepEqual(readKickOff(relative), { ...accepted, statusLink: '/jobs/1' });
});

test('K6: 202 without a Content-Location is no bulk server', () => {
  assert.throws(() => readKickOff(answer(202)), {
    name: 'NotABulkServer',
    message: /answered 202 with neither a Content-Location nor a manifest/,
  });
});

test('K7: without a job, a manifest at once is taken', () => {
  assert.deepEqual(readKickOff(answer(200, manifest)), { kind: 'manifest' });
});

test('K9: a warning with 202 changes nothing', () => {
  const warning = { severity: 'warning', code: 'informational', diagnostics: 'marker' };
  const outcome = JSON.stringify({ resourceType: 'OperationOutcome', issue: [warning] });
  assert.deepEqual(readKickOff(answer(202, outcome, job)), accepted);
});

const others = ['', '<html>marker</html>', '{}', '[]', 'null', '{"output":{}}', '{"output":null}'];
for (const text of others)
  test(`K13: ${text || 'nothing'} is no bulk server, and not quoted`, () => {
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
  test(`rule 16: the status has a header of its own with "${applied}"`, () => {
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
  test(`rule 16: the status has none with "${applied}"`, () => {
    const headers = { ...job, 'preference-applied': applied };
    assert.deepEqual(readKickOff(answer(202, '', headers)), accepted);
  });
