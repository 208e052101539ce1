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

test('the server’s X-Progress is read (P1)', () => {
  const running = { kind: 'running', note: '50% complete' };
  assert.deepEqual(read(202, '', { 'x-progress': ' 50% complete ' }), running);
  for (const empty of ['', '  ', '\t\u0007']) {
    assert.deepEqual(read(202, '', { 'x-progress': empty }), { kind: 'running' });
  }
});

test('of any X-Progress at most 100 characters are kept, and no control character (P1)', () => {
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

test('a manifest in a 202 is partial if the source allows partial manifests, else running (P11)', () => {
  const note = 'half';
  const parts = read(202, manifest, { 'x-progress': note }, true);
  assert.deepEqual(parts, { kind: 'partial', note });
  assert.deepEqual(read(202, manifest), { kind: 'running' });
  for (const body of ['', outcome('informational'), '{"output":[', {}])
    assert.deepEqual(read(202, body, {}, true), { kind: 'running' });
});

test('200 with a manifest is complete, even with outcomes in it (rule 27, rule 35)', () => {
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
  test(`${what} in a 200 is StatusMalformed, and never an empty export`, () => {
    assert.throws(() => read(200, body), malformed);
    assert.throws(
      () => read(200, body),
      (error: Error) => !error.message.includes('marker'),
    );
  });

test('a body with the status Failed is a failure, even with an output (P9)', () => {
  for (const status of ['Failed', 'failed'])
    assert.equal(read(200, { ...manifest, status }).kind, 'failed');
  assert.deepEqual(read(200, { ...manifest, status: 'Successful' }), { kind: 'complete' });
});

const v4 = { transactionTime: 'a', requiresAccessToken: false };
const marks = [{ manifestType: 'http://hl7.org/fhir/uv/bulkdata/…' }, { outcome: [] }];
for (const mark of marks)
  test(`a manifest of v4, recognized by ${Object.keys(mark)}, may lack output (P9)`, () => {
    assert.deepEqual(read(200, { ...v4, ...mark }), { kind: 'complete' });
    for (const missing of ['transactionTime', 'requiresAccessToken'])
      assert.throws(() => read(200, { ...v4, ...mark, [missing]: undefined }), malformed);
  });

const TRANSIENT = 'transient lock-error no-store exception timeout incomplete throttled'.split(' ');
for (const code of TRANSIENT)
  test(`${code} is an error of the status request, not of the job (rule 28)`, () => {
    for (const status of [400, 409, 500, 503])
      assert.deepEqual(read(status, outcome(code)), {
        kind: 'transient',
        reason: `it answered ${status} (${code})`,
      });
  });

test('any other outcome is a failure, with its codes but not its text as the reason (rule 28)', () => {
  const reason = 'it answered 500 (processing)';
  assert.deepEqual(read(500, outcome('processing')), { kind: 'failed', reason });
  assert.deepEqual(read(503, outcome('transient', 'processing')), {
    kind: 'failed',
    reason: 'it answered 503 (transient, processing)',
  });
  assert.equal(read(500, outcome()).kind, 'failed');
  assert.equal(read(500, outcome('Marker Of A Patient')).kind, 'failed');
});

test('without an outcome any 5xx is transient, and so is a page of HTML, and other errors are failures (P4)', () => {
  for (const status of [400, 405, 408, 409, 422, 500, 501, 502, 503, 504, 522])
    assert.deepEqual(read(status, '<html>marker'), {
      kind: 'transient',
      reason: `it answered ${status}`,
    });
  for (const status of [408, 421, 425, 429, 499, 500, 501, 522])
    assert.equal(read(status, 'marker').kind, 'transient', String(status));
  for (const status of [400, 405, 409, 422])
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

test('the job’s status is in X-Export-Status, with or without a reason phrase (rule 30)', () => {
  for (const told of ['202', '202 Accepted', ' 202 Accepted'])
    assert.deepEqual(agreed(200, told), { kind: 'running' });
  for (const told of ['200', '200 OK'])
    assert.deepEqual(agreed(200, told, manifest), { kind: 'complete' });
  assert.deepEqual(agreed(200, '202 Accepted', manifest), { kind: 'partial' });
});

test('an error in X-Export-Status is the job’s, not a proxy’s (rule 30)', () => {
  assert.deepEqual(agreed(200, '500 Internal Server Error'), {
    kind: 'failed',
    reason: 'it answered 500',
  });
  assert.equal(agreed(200, '404 Not Found', outcome('not-found')).kind, 'failed');
  assert.equal(agreed(200, '503', outcome('throttled')).kind, 'transient');
});

test('X-Export-Status takes precedence over the HTTP status (P10)', () => {
  assert.equal(agreed(500, '202').kind, 'running');
  assert.equal(agreed(202, '500', outcome('processing')).kind, 'failed');
  assert.equal(agreed(202, '200', manifest).kind, 'complete');
});

test('an error without X-Export-Status is transient (rule 30)', () => {
  for (const status of [400, 405, 500, 503])
    assert.deepEqual(agreed(status, undefined, outcome('processing')), {
      kind: 'transient',
      reason: `the request was answered ${status}`,
    });
  assert.deepEqual(agreed(202, undefined), { kind: 'running' });
});

test('200 without the agreed X-Export-Status is StatusMalformed, as the job may still run (rule 30)', () => {
  for (const told of [undefined, '', 'done', '2000', '302 Found'])
    assert.throws(() => agreed(200, told, manifest), malformed);
});

test('unless X-Export-Status was agreed on, the HTTP status decides (rule 16)', () => {
  assert.equal(unasked(202, '200', manifest).kind, 'partial');
  assert.equal(unasked(500, '202', outcome('processing')).kind, 'failed');
  assert.equal(unasked(500, '200').kind, 'transient');
});

test('unless it was agreed on, X-Export-Status decides in a 200 only (P10)', () => {
  assert.equal(unasked(200, '202 Accepted', manifest).kind, 'partial');
  assert.equal(unasked(200, '500', outcome('processing')).kind, 'failed');
  assert.deepEqual(unasked(200, '200 OK', manifest), { kind: 'complete' });
  assert.deepEqual(unasked(200, 'done', manifest), { kind: 'complete' });
});
