import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readBulkDataStatus } from '../../../../lambdas/dialects/bulk-data/status.ts';
import { anHl7Source, FHIR_BASE } from './hl7-source.ts';

const read = (status: number, body: unknown, headers = {}, allowPartialManifests = false) =>
  readBulkDataStatus(
    {
      status,
      headers,
      text: typeof body === 'string' ? body : JSON.stringify(body),
      url: `${FHIR_BASE}/jobs/1`,
    },
    { source: anHl7Source({ version: 'v3', allowPartialManifests }), statusHeader: false },
  );
const outcome = (...codes: string[]) => ({
  resourceType: 'OperationOutcome',
  issue: codes.map((code) => ({ severity: 'error', code, diagnostics: 'marker' })),
});
const manifest = { transactionTime: 'a', requiresAccessToken: true, output: [] };
const malformed = { name: 'StatusMalformed' };

test('202 is running, whatever its body (rule 26)', () => {
  for (const body of ['', '<html>', outcome('informational'), { status: 'Failed' }])
    assert.deepEqual(read(202, body), { kind: 'running' });
});

test('the server’s words on its progress are kept (P1)', () => {
  const running = { kind: 'running', note: '50% complete' };
  assert.deepEqual(read(202, '', { 'x-progress': ' 50% complete ' }), running);
  for (const empty of ['', '  ', '\t\u0007']) {
    assert.deepEqual(read(202, '', { 'x-progress': empty }), { kind: 'running' });
  }
});

test('of any words whatever no more than 100 characters are kept, and none that controls (P1)', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (progress) => {
      const status = read(202, '', { 'x-progress': progress });
      assert(status.kind === 'running');
      const { note = 'absent' } = status;
      assert([...note].length <= 100);
      assert.doesNotMatch(note, /[\p{C}\u2028\u2029]|^\s|\s$|^$/u);
    }),
  );
  const words = 'ñ'.repeat(101);
  assert.deepEqual(read(202, '', { 'x-progress': words }), {
    kind: 'running',
    note: 'ñ'.repeat(100),
  });
});

test('a manifest with 202 is a part where parts were asked for, else no more than running (P11)', () => {
  const note = 'half';
  const parts = read(202, manifest, { 'x-progress': note }, true);
  assert.deepEqual(parts, { kind: 'partial', note });
  assert.deepEqual(read(202, manifest), { kind: 'running' });
  for (const body of ['', outcome('informational'), '{"output":[', {}])
    assert.deepEqual(read(202, body, {}, true), { kind: 'running' });
});

test('200 with a manifest is complete, also with outcomes in it (rule 27, rule 35)', () => {
  assert.deepEqual(read(200, manifest), { kind: 'complete' });
  const error = [{ type: 'OperationOutcome', url: 'a' }];
  assert.deepEqual(read(200, { ...manifest, error }), { kind: 'complete' });
});

const malformedEnds: [string, unknown][] = [
  ['nothing (P7)', ''],
  ['JSON that is cut (P7)', '{"transactionTime":"marker","output":['],
  ['a login page (P8)', '<html><body>marker</body></html>'],
  ['no output (P9)', { transactionTime: 'marker', requiresAccessToken: true }],
  ['an empty object (P9)', {}],
  ['a list (P9)', []],
  ['an output that is no list (P9)', { ...manifest, output: {} }],
  ['an OperationOutcome (P9)', outcome('transient')],
];
for (const [what, body] of malformedEnds)
  test(`${what} with 200 is malformed, and never an empty export`, () => {
    assert.throws(() => read(200, body), malformed);
    assert.throws(
      () => read(200, body),
      (error: Error) => !error.message.includes('marker'),
    );
  });

test('a body that says Failed has failed, even with an output (P9)', () => {
  for (const status of ['Failed', 'failed'])
    assert.equal(read(200, { ...manifest, status }).kind, 'failed');
  assert.deepEqual(read(200, { ...manifest, status: 'Successful' }), { kind: 'complete' });
});

const v4 = { transactionTime: 'a', requiresAccessToken: false };
const marks = [{ manifestType: 'http://hl7.org/fhir/uv/bulkdata/…' }, { outcome: [] }];
for (const mark of marks)
  test(`v4’s manifest may lack an output where it is marked by ${Object.keys(mark)} (P9)`, () => {
    assert.deepEqual(read(200, { ...v4, ...mark }), { kind: 'complete' });
    for (const missing of ['transactionTime', 'requiresAccessToken'])
      assert.throws(() => read(200, { ...v4, ...mark, [missing]: undefined }), malformed);
  });

const TRANSIENT = 'transient lock-error no-store exception timeout incomplete throttled'.split(' ');
for (const code of TRANSIENT)
  test(`${code} is the status request’s trouble and not the job’s (rule 28)`, () => {
    for (const status of [400, 409, 500, 503])
      assert.deepEqual(read(status, outcome(code)), {
        kind: 'transient',
        reason: `it answered ${status} (${code})`,
      });
  });

test('any other outcome has failed, named by its codes and never its words (rule 28)', () => {
  const reason = 'it answered 500 (processing)';
  assert.deepEqual(read(500, outcome('processing')), { kind: 'failed', reason });
  assert.deepEqual(read(503, outcome('transient', 'processing')), {
    kind: 'failed',
    reason: 'it answered 503 (transient, processing)',
  });
  assert.equal(read(500, outcome()).kind, 'failed');
  assert.equal(read(500, outcome('Marker Of A Patient')).kind, 'failed');
});

test('without a word of FHIR a server that is down is transient, any other refusal an end (P4)', () => {
  for (const status of [500, 502, 503, 504])
    assert.deepEqual(read(status, '<html>marker'), {
      kind: 'transient',
      reason: `it answered ${status}`,
    });
  for (const status of [400, 405, 422, 501])
    assert.deepEqual(read(status, 'marker'), {
      kind: 'failed',
      reason: `it answered ${status}`,
    });
});

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
