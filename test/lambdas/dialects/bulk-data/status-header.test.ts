import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBulkDataStatus } from '../../../../lambdas/dialects/bulk-data/status.ts';
import { anHl7Source, FHIR_BASE } from './hl7-source.ts';

const reader =
  (statusHeader: boolean) =>
  (status: number, told: string | undefined, body: unknown = '') =>
    readBulkDataStatus(
      {
        status,
        headers: told === undefined ? {} : { 'x-export-status': told },
        text: typeof body === 'string' ? body : JSON.stringify(body),
        url: `${FHIR_BASE}/jobs/1`,
      },
      { source: anHl7Source({ allowPartialManifests: true }), statusHeader },
    );
const agreed = reader(true);
const unasked = reader(false);
const manifest = { transactionTime: 'a', requiresAccessToken: true, output: [] };
const outcome = (code: string) => ({ resourceType: 'OperationOutcome', issue: [{ code }] });
const malformed = { name: 'StatusMalformed' };

test('the job’s status is in its own header, with or without words (rule 30)', () => {
  for (const told of ['202', '202 Accepted', ' 202 Accepted'])
    assert.deepEqual(agreed(200, told), { kind: 'running' });
  for (const told of ['200', '200 OK'])
    assert.deepEqual(agreed(200, told, manifest), { kind: 'complete' });
  assert.deepEqual(agreed(200, '202 Accepted', manifest), { kind: 'partial' });
});

test('an error in the header is the job’s, not the word of a proxy (rule 30)', () => {
  assert.deepEqual(agreed(200, '500 Internal Server Error'), {
    kind: 'failed',
    reason: 'it answered 500',
  });
  assert.equal(agreed(200, '404 Not Found', outcome('not-found')).kind, 'failed');
  assert.equal(agreed(200, '503', outcome('throttled')).kind, 'transient');
});

test('the header is read before the HTTP status (P10)', () => {
  assert.equal(agreed(500, '202').kind, 'running');
  assert.equal(agreed(202, '500', outcome('processing')).kind, 'failed');
  assert.equal(agreed(202, '200', manifest).kind, 'complete');
});

test('an error without the header is of the request, and the job is none the worse (rule 30)', () => {
  for (const status of [400, 405, 500, 503])
    assert.deepEqual(agreed(status, undefined, outcome('processing')), {
      kind: 'transient',
      reason: `the request was answered ${status}`,
    });
  assert.deepEqual(agreed(202, undefined), { kind: 'running' });
});

test('200 without the header that was agreed on is no end: it could be a part (rule 30)', () => {
  for (const told of [undefined, '', 'done', '2000', '302 Found'])
    assert.throws(() => agreed(200, told, manifest), malformed);
});

test('unasked, the HTTP status speaks for itself (rule 16)', () => {
  assert.equal(unasked(202, '200', manifest).kind, 'partial');
  assert.equal(unasked(500, '202', outcome('processing')).kind, 'failed');
  assert.equal(unasked(500, '200').kind, 'transient');
});

test('unasked, a 200 that the header contradicts is never an end (P10)', () => {
  assert.equal(unasked(200, '202 Accepted', manifest).kind, 'partial');
  assert.equal(unasked(200, '500', outcome('processing')).kind, 'failed');
  assert.deepEqual(unasked(200, '200 OK', manifest), { kind: 'complete' });
  assert.deepEqual(unasked(200, 'done', manifest), { kind: 'complete' });
});
