import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scripted } from '../../../fakes/scripted-http.ts';
import { BASE, CONFIGURATION_URL, decoded, smartWorld, TOKEN_URL } from './smart-world.ts';

const found = (answer: object): Scripted => ({ body: JSON.stringify(answer) });
const discovering = (answer: Scripted | Scripted[], baseUrl = BASE) =>
  smartWorld({ routes: { [`GET ${CONFIGURATION_URL}`]: answer }, baseUrl });

test('rule 11: the token endpoint is discovered once, asking for JSON, without a credential', async () => {
  const { login, http } = smartWorld();
  await login.headers('status');
  await login.renew('status');
  const asked = http.requests.filter(({ url }) => url === CONFIGURATION_URL);
  assert.equal(asked.length, 1);
  assert.deepEqual(asked[0]?.headers, { accept: 'application/json' });
});

test('rule 11: a base with a slash at its end has its configuration at the same place', async () => {
  const { login } = discovering(found({ token_endpoint: TOKEN_URL }), `${BASE}/`);
  await login.headers('status');
});

const published = [
  'https://fhir.example:443/token',
  'https://fhir.example',
  'https://FHIR.example/a/../t',
];
for (const tokenUrl of published)
  test(`rule 8: ${tokenUrl} is the audience as it was published, and not as it could be written`, async () => {
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

test('a token endpoint that refuses is looked for anew, as it may have moved', async () => {
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
  test(`rule 11: a token endpoint at ${what} gets no assertion, and the message says what to set`, async () => {
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
  ['429', { status: 429 }, 'ServerBusy'],
  ['503', { status: 503 }, 'ServerUnavailable'],
  ['no connection', 'refused', 'ServerUnavailable'],
  ['half an answer', { body: '{"token_endpoint":"marker', cut: true }, 'ServerUnavailable'],
  ['an answer without an end', { body: 'x'.repeat(1024 * 1024 + 1) }, 'StatusMalformed'],
];
for (const [what, answer, name] of failures)
  test(`rule 11: ${what} in place of the configuration is ${name}, and asked again`, async () => {
    const { login } = discovering([answer, found({ token_endpoint: TOKEN_URL })]);
    await assert.rejects(login.headers('status'), (error: Error) => {
      assert.equal(error.name, name);
      assert.doesNotMatch(error.message, /marker/);
      return true;
    });
    assert.deepEqual(await login.headers('status'), { authorization: 'Bearer test-1' });
  });
