import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestToken } from '../../../lambdas/auth/access-token.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { type Scripted, scriptedHttp } from '../../fakes/scripted-http.ts';

const tokenUrl = 'https://auth.example/token';
const place = { tokenUrl, private: false, credential: 'secret "sluice/acme"' };
const form = { grant_type: 'client_credentials', client_secret: 'marker & more' };

async function ask(answer: Scripted) {
  const http = scriptedHttp({ [`POST ${tokenUrl}`]: answer });
  const token = await requestToken(form, place, { http, clock: manualClock() });
  return { token, requests: http.requests };
}

const answerWith = (body: object) => ({ body: JSON.stringify(body) });
const good = { access_token: 'test-access', token_type: 'Bearer', expires_in: 7200 };

test('the form is sent by POST, percent-encoded, in the body and not in the URL', async () => {
  const { requests } = await ask(answerWith(good));
  assert.equal(requests.length, 1);
  const { method, url, headers, body, private: isPrivate } = requests[0] ?? {};
  assert.deepEqual([method, url, isPrivate], ['POST', tokenUrl, false]);
  assert.equal(headers?.['content-type'], 'application/x-www-form-urlencoded');
  assert.equal(body, 'grant_type=client_credentials&client_secret=marker+%26+more');
});

test('a token is to be renewed at 80 % of its life (P6)', async () => {
  const { token } = await ask(answerWith(good));
  assert.deepEqual(token, {
    accessToken: 'test-access',
    renewAt: new Date('2026-11-22T04:36:00.000Z'),
  });
});

test('a token without a lifetime is short-lived, and Bearer may be in any case', async () => {
  const { token } = await ask(answerWith({ access_token: 'test-access', token_type: 'bearer' }));
  assert.deepEqual(token.renewAt, new Date('2026-11-22T03:04:00.000Z'));
});

test('a rotated refresh token is returned', async () => {
  const { token } = await ask(answerWith({ ...good, refresh_token: 'test-refresh' }));
  assert.equal(token.refreshToken, 'test-refresh');
});

const refusals: [string, Scripted, string][] = [
  ['400', { status: 400, body: '{"error":"invalid_grant","marker":1}' }, 'CredentialRefused'],
  ['401', { status: 401, body: 'marker' }, 'CredentialRefused'],
  ['403', { status: 403 }, 'CredentialRefused'],
  ['429', { status: 429 }, 'LoginBusy'],
  ['503 with a time', { status: 503, headers: { 'retry-after': '5' } }, 'LoginBusy'],
  ['408', { status: 408 }, 'ServerUnavailable'],
  ['499', { status: 499, body: 'marker' }, 'ServerUnavailable'],
  ['501', { status: 501 }, 'ServerUnavailable'],
  ['522', { status: 522, body: '<html>marker' }, 'ServerUnavailable'],
  ['500', { status: 500, body: 'marker' }, 'ServerUnavailable'],
  ['503', { status: 503 }, 'ServerUnavailable'],
  ['no connection', 'refused', 'ServerUnavailable'],
  ['no answer', 'lost', 'ServerUnavailable'],
  ['half an answer', { body: '{"access_token":"marker', cut: true }, 'ServerUnavailable'],
  ['a login page', { body: '<html>marker</html>' }, 'NotABulkServer'],
  ['no token', answerWith({ ...good, access_token: '' }), 'NotABulkServer'],
  ['another kind of token', answerWith({ ...good, token_type: 'mac' }), 'NotABulkServer'],
  ['nearly Bearer', answerWith({ ...good, token_type: 'bearerx' }), 'NotABulkServer'],
  ['more than Bearer', answerWith({ ...good, token_type: 'xbearer' }), 'NotABulkServer'],
  ['300', { status: 300, body: JSON.stringify(good) }, 'CredentialRefused'],
  ['a token that is over', answerWith({ ...good, expires_in: 0 }), 'NotABulkServer'],
  ['an answer without an end', { body: 'x'.repeat(65 * 1024) }, 'StatusMalformed'],
];
for (const [what, answer, name] of refusals)
  test(`${what} is ${name}, with nothing of the form or the answer`, async () => {
    await assert.rejects(ask(answer), (error: Error) => {
      assert.equal(error.name, name);
      assert.doesNotMatch(error.message, /marker/);
      return true;
    });
  });

for (const status of [429, 503])
  test(`the Retry-After of a ${status} is kept, cut to the length of a date (P2)`, async () => {
    const busy = (time: string) => ask({ status, headers: { 'retry-after': time } });
    await assert.rejects(busy('7200'), { name: 'LoginBusy', retryAfter: '7200' });
    await assert.rejects(busy('x'.repeat(5000)), { retryAfter: 'x'.repeat(40) });
  });

test('a refusal names the host and the secret to check (K1)', async () => {
  await assert.rejects(ask({ status: 401 }), {
    message: 'the token endpoint auth.example answered 401; check secret "sluice/acme"',
  });
  await assert.rejects(ask({ status: 400, body: '{"error":"invalid_scope"}' }), {
    message:
      'the token endpoint auth.example answered 400 (invalid_scope); check secret "sluice/acme"',
  });
});

for (const status of [301, 302, 303, 307, 308])
  test(`a redirect by ${status} is not followed: the body is a secret`, async () => {
    const elsewhere = { status, headers: { location: 'https://evil.example/token' } };
    await assert.rejects(ask(elsewhere), { name: 'CredentialRefused' });
  });
