import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isRequestedRange,
  type ResumePoint,
  rangeHeaders,
  strongEtag,
} from '../../../../lambdas/4-download/store/resume-point.ts';

const begun = (etag: string | null): ResumePoint => ({
  ...{ kind: 'plain', index: 1, etag },
  position: { number: 3, offset: 100, tallied: { lines: 2 } },
  uploaded: { uploadId: 'u', parts: [], bytes: 100, crc32c: 7 },
});
const answer = (range: string, headers: Record<string, string> = {}) => ({
  status: 206,
  headers: { 'content-range': range, ...headers },
});

test('the rest is requested with the stored validator, and without one the whole file (D14, D16)', () => {
  assert.deepEqual(rangeHeaders(begun('"e"')), { range: 'bytes=100-', 'if-range': '"e"' });
  assert.deepEqual(rangeHeaders(begun(null)), {});
  assert.deepEqual(rangeHeaders(undefined), {});
});

test('only a strong validator of content without encoding counts (D16)', () => {
  const etags = [{ etag: '"e"' }, { etag: 'W/"e"' }, { etag: 'e' }, {}];
  assert.deepEqual(
    etags.map((headers) => strongEtag({ headers: { ...headers } })),
    ['"e"', null, null, null],
  );
  assert.equal(strongEtag({ headers: { etag: '"e"', 'content-encoding': 'gzip' } }), null);
});

test('206 from the first byte that is not stored to the last is the rest, 200 is the whole file (D15)', () => {
  assert.equal(isRequestedRange(answer('bytes 100-199/200'), begun('"e"')), true);
  assert.equal(isRequestedRange({ status: 200, headers: {} }, begun('"e"')), false);
});

const others: [string, { status: number; headers: Record<string, string> }][] = [
  ['a later byte', answer('bytes 101-199/200')],
  ['the first byte', answer('bytes 0-199/200')],
  ['the right byte, and ends before the file', answer('bytes 100-198/200')],
  ['the right byte of a file whose length nobody knows', answer('bytes 100-199/*')],
  ['the right byte of an encoding', answer('bytes 100-199/200', { 'content-encoding': 'gzip' })],
  ['the right line', answer('lines 100-199/200')],
  ['a byte that is none', answer('bytes x-199/200')],
  ['several ranges', answer('bytes 100-149/200, 150-199/200')],
  ['nowhere', { status: 206, headers: {} }],
];
for (const [what, response] of others)
  test(`206 that begins at ${what} is refused (D15)`, () => {
    assert.throws(() => isRequestedRange(response, begun('"e"')), { name: 'FileTruncated' });
  });

test('206 without a range request is refused (D15)', () => {
  const message = 'the server sent another range of the file than was requested';
  assert.throws(() => isRequestedRange(answer('bytes 0-199/200'), undefined), { message });
});
