import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  asksToWait,
  isAnswerLost,
  isRequestError,
  isTransientStatus,
  isUnavailable,
} from '../../../lambdas/http/status-codes.ts';

const every = Array.from({ length: 500 }, (_, i) => 100 + i);
const those = (is: (status: number) => boolean) => every.filter(is);
const below500 = (is: (status: number) => boolean) => those(is).filter((status) => status < 500);
const final5xx = (is: (status: number) => boolean) =>
  every.filter((status) => status >= 500 && !is(status));

test('a server is unavailable at any 5xx but 501 and 505, and at 408, 421, 425 and 499 (K4, P4)', () => {
  assert.deepEqual(below500(isUnavailable), [408, 421, 425, 499]);
  assert.deepEqual(final5xx(isUnavailable), [501, 505]);
});

test('the same request may be answered later if the server is unavailable or throttles (K3, K4)', () => {
  assert.deepEqual(below500(isTransientStatus), [408, 421, 425, 429, 499]);
  assert.deepEqual(final5xx(isTransientStatus), [501, 505]);
});

test('any 5xx may be an error of the request alone (P4)', () => {
  assert.deepEqual(below500(isRequestError), [408, 421, 425, 429, 499]);
  assert.deepEqual(final5xx(isRequestError), []);
});

test('a server asks to wait by 429, or by Retry-After while it is unavailable (K3, P3)', () => {
  const headers = { 'retry-after': '5' };
  assert.deepEqual(
    those((status) => asksToWait({ status, headers: {} })),
    [429],
  );
  assert.deepEqual(
    those((status) => asksToWait({ status, headers })),
    those(isTransientStatus),
  );
});

test('a gateway has lost the answer at 504, 520, 524, 598 and 499 (K5)', () => {
  assert.deepEqual(those(isAnswerLost), [499, 504, 520, 524, 598]);
});
