import assert from 'node:assert/strict';
import { test } from 'node:test';
import { privateJwk, testKeys } from '../../../fakes/test-keys.ts';
import { decoded, inKms, isSignedBy, KMS_KEY, NAME, smartWorld, TOKEN_URL } from './smart-world.ts';

const bearer = (n: number) => ({ authorization: `Bearer test-${n}` });

test('rule 8: the token is asked for by POST of a form, with the scope of SMART 2', async () => {
  const { login, http, assertions } = smartWorld();
  assert.deepEqual(await login.headers('kick-off'), bearer(1));
  const [, request] = http.requests;
  assert.equal(request?.url, TOKEN_URL);
  assert.equal(request?.headers['content-type'], 'application/x-www-form-urlencoded');
  assert.equal(request?.headers.authorization, undefined);
  assert.deepEqual(Object.fromEntries(new URLSearchParams(request?.body)), {
    grant_type: 'client_credentials',
    scope: 'system/*.rs',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertions()[0],
  });
});

test('a scope and a jku of the settings are sent', async () => {
  const jku = 'https://sluice.example/jwks/acme';
  const { login, http, assertions } = smartWorld({ settings: { scope: 'system/*.read', jku } });
  await login.headers('status');
  assert.equal(new URLSearchParams(http.requests[1]?.body).get('scope'), 'system/*.read');
  assert.equal(decoded(assertions()[0] ?? '').header.jku, jku);
});

test('rule 8: every try has an assertion of its own', async () => {
  const routes = { [`POST ${TOKEN_URL}`]: [{ status: 503 }, { status: 400 }, 'lost' as const] };
  const { login, assertions } = smartWorld({ routes });
  for (const name of ['ServerUnavailable', 'CredentialRefused', 'ServerUnavailable'])
    await assert.rejects(login.headers('status'), { name });
  assert.equal(new Set(assertions().map((each) => decoded(each).claims.jti)).size, 3);
});

test('rule 10: a token is used up to 80 % of its life, then asked for with a new assertion (P6)', async () => {
  const { login, clock, assertions } = smartWorld();
  await login.headers('status');
  clock.advance(239);
  assert.deepEqual(await login.headers('file'), bearer(1));
  clock.advance(1);
  assert.deepEqual(await Promise.all([login.headers('file'), login.headers('file')]), [
    bearer(2),
    bearer(2),
  ]);
  const [first, second] = assertions().map((each) => decoded(each).claims);
  assert.notEqual(first.jti, second.jti);
  assert.equal(second.exp - first.exp, 240);
});

test('after a 401 requests side by side wait for one new token', async () => {
  const { login, assertions } = smartWorld();
  await login.headers('file');
  assert.deepEqual(await Promise.all([login.renew('file'), login.renew('file')]), [true, true]);
  assert.deepEqual(await login.headers('file'), bearer(2));
  assert.equal(assertions().length, 2);
});

test('rule 9: of two keys the first signs, and after they change places the other', async () => {
  const keys = [privateJwk(testKeys.ec, 'ES384', 'old'), privateJwk(testKeys.rsa, 'RS384', 'new')];
  const { login, secrets, assertions } = smartWorld({ keys });
  await login.headers('status');
  await secrets.write(NAME, JSON.stringify({ keys: keys.toReversed() }));
  await login.renew('status');
  const [before = '', after = ''] = assertions();
  assert.deepEqual(
    [before, after].map((each) => decoded(each).header.kid),
    ['old', 'new'],
  );
  assert.ok(await isSignedBy(before, testKeys.ec));
  assert.ok(await isSignedBy(after, testKeys.rsa));
});

test('rule 9: a key in KMS signs, named by its thumbprint', async () => {
  const { login, assertions } = smartWorld({ settings: inKms(KMS_KEY) });
  await login.headers('status');
  const [assertion = ''] = assertions();
  assert.match(decoded(assertion).header.kid, /^[\w-]{43}$/);
  assert.ok(await isSignedBy(assertion, testKeys.ec));
});

test('K1: a refused assertion names the secret, or the key, and nothing of either', async () => {
  const routes = { [`POST ${TOKEN_URL}`]: { status: 401, body: '{"error":"invalid_client"}' } };
  const ends = 'and the public keys that the server knows';
  const start = 'the token endpoint fhir.example answered 401 (invalid_client); check';
  await assert.rejects(smartWorld({ routes }).login.headers('status'), {
    name: 'CredentialRefused',
    message: `${start} secret "${NAME}" ${ends}`,
  });
  const settings = inKms(KMS_KEY);
  await assert.rejects(smartWorld({ routes, settings }).login.headers('status'), {
    message: `${start} KMS key "${KMS_KEY}" ${ends}`,
  });
});

test('a KMS key of the other kind is told by name', async () => {
  const settings = inKms('alias/rsa');
  await assert.rejects(smartWorld({ settings }).login.headers('status'), {
    name: 'SettingsInvalid',
    message: 'KMS key "alias/rsa" is to sign by ES384, and is not a key on the curve P-384',
  });
});
