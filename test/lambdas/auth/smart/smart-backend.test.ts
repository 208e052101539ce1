import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { signerOf } from '../../../../lambdas/auth/smart/signer.ts';
import { clientAssertion } from '../../../../lambdas/auth/smart/smart-backend.ts';
import type { SigningAlgorithm } from '../../../../lambdas/settings/auth.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { memorySecrets, memorySigningKeys } from '../../../fakes/memory-secrets.ts';
import type { Scripted } from '../../../fakes/scripted-http.ts';
import { privateJwk, testKeys } from '../../../fakes/test-keys.ts';
import {
  BASE,
  CONFIGURATION_URL,
  decoded,
  inKms,
  isSignedBy,
  KMS_KEY,
  NAME,
  smartWorld,
  TOKEN_URL,
} from './smart-world.ts';

const bearer = (n: number) => ({ authorization: `Bearer test-${n}` });

test('the token is asked for by POST of a form, with the scope of SMART 2 (rule 8)', async () => {
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

test('every attempt has an assertion of its own (rule 8)', async () => {
  const routes = { [`POST ${TOKEN_URL}`]: [{ status: 503 }, { status: 400 }, 'lost' as const] };
  const { login, assertions } = smartWorld({ routes });
  for (const name of ['ServerUnavailable', 'CredentialRefused', 'ServerUnavailable'])
    await assert.rejects(login.headers('status'), { name });
  assert.equal(new Set(assertions().map((each) => decoded(each).claims.jti)).size, 3);
});

test('a token is used up to 80 % of its life, then asked for with a new assertion (rule 10, P6)', async () => {
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

test('after a 401 concurrent requests wait for one new token', async () => {
  const { login, assertions } = smartWorld();
  await login.headers('file');
  assert.deepEqual(await Promise.all([login.renew('file'), login.renew('file')]), [true, true]);
  assert.deepEqual(await login.headers('file'), bearer(2));
  assert.equal(assertions().length, 2);
});

test('the first of two keys signs, and the other once they change places (rule 9)', async () => {
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

test('a key in KMS signs, named by its thumbprint (rule 9)', async () => {
  const { login, assertions } = smartWorld({ settings: inKms(KMS_KEY) });
  await login.headers('status');
  const [assertion = ''] = assertions();
  assert.match(decoded(assertion).header.kid, /^[\w-]{43}$/);
  assert.ok(await isSignedBy(assertion, testKeys.ec));
});

test('a refused assertion names the secret, or the key, and nothing of either (K1)', async () => {
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

test('a KMS key of the other kind is named by the error', async () => {
  const settings = inKms('alias/rsa');
  await assert.rejects(smartWorld({ settings }).login.headers('status'), {
    name: 'SettingsInvalid',
    message: 'KMS key "alias/rsa" cannot sign by ES384: it is not a key on the curve P-384',
  });
});

const found = (answer: object): Scripted => ({ body: JSON.stringify(answer) });
const discovering = (answer: Scripted | Scripted[], baseUrl = BASE) =>
  smartWorld({ routes: { [`GET ${CONFIGURATION_URL}`]: answer }, baseUrl });

test('the token endpoint is discovered once, asking for JSON, without a credential (rule 11)', async () => {
  const { login, http } = smartWorld();
  await login.headers('status');
  await login.renew('status');
  const asked = http.requests.filter(({ url }) => url === CONFIGURATION_URL);
  assert.equal(asked.length, 1);
  assert.deepEqual(asked[0]?.headers, { accept: 'application/json' });
});

test('a base with a slash at its end has its configuration at the same place (rule 11)', async () => {
  const { login } = discovering(found({ token_endpoint: TOKEN_URL }), `${BASE}/`);
  await login.headers('status');
});

const published = [
  'https://fhir.example:443/token',
  'https://fhir.example',
  'https://FHIR.example/a/../t',
];
for (const tokenUrl of published)
  test(`${tokenUrl} is the audience as it was published, and not as it could be written (rule 8)`, async () => {
    const { login, assertions, http } = smartWorld({
      routes: {
        [`GET ${CONFIGURATION_URL}`]: found({ token_endpoint: tokenUrl }),
        [`POST ${tokenUrl}`]: found({ access_token: 'test', token_type: 'bearer' }),
      },
    });
    await login.headers('status');
    assert.equal(decoded(assertions()[0] ?? '').claims.aud, tokenUrl);
    assert.equal(http.requests.at(-1)?.url, tokenUrl);
  });

test('a token endpoint of the settings is not discovered', async () => {
  const { login, http } = smartWorld({ settings: { tokenUrl: TOKEN_URL } });
  await login.headers('status');
  assert.deepEqual(
    http.requests.map(({ url }) => url),
    [TOKEN_URL],
  );
});

test('a token endpoint that refuses is discovered anew, as it may have moved', async () => {
  const moved = `${BASE}/moved/token`;
  const { login } = smartWorld({
    routes: {
      [`GET ${CONFIGURATION_URL}`]: [
        found({ token_endpoint: TOKEN_URL }),
        found({ token_endpoint: moved }),
      ],
      [`POST ${TOKEN_URL}`]: { status: 404 },
      [`POST ${moved}`]: found({ access_token: 'test', token_type: 'bearer' }),
    },
  });
  await assert.rejects(login.headers('status'), { name: 'CredentialRefused' });
  assert.deepEqual(await login.headers('status'), { authorization: 'Bearer test' });
});

const elsewhere = {
  'another origin': 'https://evil.example/token',
  'another port': 'https://fhir.example:8443/token',
  'plain http': 'http://fhir.example/token',
};
for (const [what, token_endpoint] of Object.entries(elsewhere))
  test(`a token endpoint at ${what} gets no assertion, and the message says what to set (rule 11)`, async () => {
    const { login, assertions } = discovering(found({ token_endpoint }));
    await assert.rejects(login.headers('status'), {
      name: 'LinkRefused',
      message:
        `the SMART configuration of fhir.example names a token endpoint at ` +
        `${new URL(token_endpoint).origin}; if that is right, set auth.tokenUrl to the token endpoint`,
    });
    assert.deepEqual(assertions(), []);
  });

const failures: [string, Scripted, string][] = [
  ['404', { status: 404 }, 'NotABulkServer'],
  ['401', { status: 401 }, 'NotABulkServer'],
  ['a redirect', { status: 302, headers: { location: 'https://evil.example' } }, 'NotABulkServer'],
  ['a login page', { body: '<html>marker</html>' }, 'NotABulkServer'],
  ['no token endpoint', found({ issuer: 'marker' }), 'NotABulkServer'],
  ['a relative token endpoint', found({ token_endpoint: '/marker' }), 'NotABulkServer'],
  ['429', { status: 429 }, 'LoginBusy'],
  ['503 with a time', { status: 503, headers: { 'retry-after': '5' } }, 'LoginBusy'],
  ['408', { status: 408 }, 'ServerUnavailable'],
  ['522', { status: 522, body: '<html>marker' }, 'ServerUnavailable'],
  ['503', { status: 503 }, 'ServerUnavailable'],
  ['no connection', 'refused', 'ServerUnavailable'],
  ['half an answer', { body: '{"token_endpoint":"marker', cut: true }, 'ServerUnavailable'],
  ['an answer without an end', { body: 'x'.repeat(1024 * 1024 + 1) }, 'StatusMalformed'],
];
test('the Retry-After of the configuration is kept (P2, rule 11)', async () => {
  const { login } = discovering({ status: 429, headers: { 'retry-after': '7200' } });
  await assert.rejects(login.headers('status'), { name: 'LoginBusy', retryAfter: '7200' });
});

for (const [what, answer, name] of failures)
  test(`${what} in place of the configuration is ${name}, and asked again (rule 11)`, async () => {
    const { login } = discovering([answer, found({ token_endpoint: TOKEN_URL })]);
    await assert.rejects(login.headers('status'), (error: Error) => {
      assert.equal(error.name, name);
      assert.doesNotMatch(error.message, /marker/);
      return true;
    });
    assert.deepEqual(await login.headers('status'), { authorization: 'Bearer test-1' });
  });

const client = { clientId: 'test-client', tokenUrl: TOKEN_URL };
const clock = manualClock();
const deps = { clock, newId: randomUUID };
const keyOf = { RS384: testKeys.rsa, ES384: testKeys.ec };

const signingKeys = memorySigningKeys(keyOf);
const signerInSecret = (alg: SigningAlgorithm) =>
  signerOf(
    { kind: 'secret', secret: 'a' },
    {
      secrets: memorySecrets({ a: { keys: [privateJwk(keyOf[alg], alg, 'first')] } }),
      signingKeys,
    },
  );
const signerInKms = (alg: SigningAlgorithm) =>
  signerOf(
    { kind: 'kms', keys: [{ key: alg, alg, kid: 'first' }] },
    { secrets: memorySecrets(), signingKeys },
  );

for (const alg of ['RS384', 'ES384'] as const)
  for (const [place, signer] of Object.entries({ 'a secret': signerInSecret, KMS: signerInKms }))
    test(`${alg} with a key in ${place} verifies with its public key and no other (rule 8)`, async () => {
      // DER drops zeros in front: many signatures see them all.
      for (let i = 0; i < 40; i += 1) {
        const assertion = await clientAssertion(client, await signer(alg), deps);
        assert.ok(await isSignedBy(assertion, keyOf[alg]));
        assert.ok(!(await isSignedBy(assertion, testKeys.otherEc)));
      }
    });

test('the header names algorithm, key and type, and the jku only where there is one (rule 8)', async () => {
  const signer = await signerInSecret('ES384');
  const plain = decoded(await clientAssertion(client, signer, deps));
  assert.deepEqual(plain.header, { alg: 'ES384', kid: 'first', typ: 'JWT' });
  const jku = 'https://sluice.example/jwks/acme';
  const { header } = decoded(await clientAssertion({ ...client, jku }, signer, deps));
  assert.deepEqual(header, { alg: 'ES384', kid: 'first', typ: 'JWT', jku });
});

test('issuer and subject are the client, the audience is the token URL, the end is near (rule 8)', async () => {
  const { claims } = decoded(await clientAssertion(client, await signerInSecret('RS384'), deps));
  const { jti, ...rest } = claims;
  assert.match(jti, /^[0-9a-f-]{36}$/);
  const exp = clock.now().getTime() / 1000 + 240;
  assert.deepEqual(rest, { iss: 'test-client', sub: 'test-client', aud: TOKEN_URL, exp });
  assert.ok(exp - clock.now().getTime() / 1000 <= 300);
});

test('of 1,000 assertions no two have the same jti (rule 8)', async () => {
  const signer = await signerInSecret('ES384');
  const seen = new Set<string>();
  for (let i = 0; i < 1000; i += 1)
    seen.add(decoded(await clientAssertion(client, signer, deps)).claims.jti);
  assert.equal(seen.size, 1000);
});
