import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { type SmartOptions, smartLogin } from '../../../../local/servers/auth/smart.ts';
import { hl7 } from '../../../../local/servers/hl7/hl7.ts';
import { aCustomer } from '../customer.ts';
import { send } from '../send.ts';
import { kickedOff, kickOffHeaders, started } from './hl7-server.ts';
import { aSmartClient, newKey, type Told } from './smart-client.ts';

const TOKEN_URL = 'https://analytics.example/token';

function aSmartServer(options: Partial<SmartOptions> & { alg?: 'RS384' | 'ES384' } = {}) {
  const customer = aCustomer();
  const { clock } = customer;
  const { client, assertion } = aSmartClient(options.alg ?? 'ES384', TOKEN_URL, clock.now);
  const server = hl7({
    ...customer,
    version: 'v3',
    login: smartLogin({ clock, client, ...options }),
  });
  const token = (fields: Record<string, string>) =>
    send(server, '/token', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        scope: 'system/*.rs',
        ...fields,
      }).toString(),
    });
  return { server, clock, assertion, token };
}

const NOT_FOR_US = 'aud is not the token URL';
const NO_SUCH_KEY = 'no applicable key found in the JSON Web Key Set';
const OTHER_ALGORITHM = '"alg" (Algorithm) Header Parameter value not allowed';
const unexpected = (claim: string) => `unexpected "${claim}" claim value`;
const missing = (claim: string) => `missing required "${claim}" claim`;

const Granted = z.strictObject({
  access_token: z.string(),
  token_type: z.literal('bearer'),
  expires_in: z.int(),
  scope: z.string(),
});

test('the public discovery document names the token endpoint and its methods (rule 11)', async () => {
  const { server } = aSmartServer({ tokenOrigin: () => 'https://login.example' });
  const { status, text } = await send(server, '/fhir/.well-known/smart-configuration', {
    headers: { accept: 'application/json' },
  });
  const found = z.looseObject({}).parse(JSON.parse(text));
  assert.deepEqual([status, found.token_endpoint], [200, 'https://login.example/token']);
  assert.deepEqual(found.grant_types_supported, ['client_credentials']);
  assert.deepEqual(found.token_endpoint_auth_signing_alg_values_supported, ['RS384', 'ES384']);
  assert.deepEqual(found.scopes_supported, ['system/*.rs']);
});

test('an assertion signed with RS384 or ES384 gives a token for five minutes (rules 8, 10)', async () => {
  for (const alg of ['RS384', 'ES384'] as const) {
    const { server, clock, assertion, token } = aSmartServer({ alg });
    const answer = await token({ client_assertion: assertion() });
    assert.equal(answer.headers['cache-control'], 'no-store');
    const granted = Granted.parse(JSON.parse(answer.text));
    assert.deepEqual([granted.expires_in, granted.scope], [300, 'system/*.rs']);
    const headers = { authorization: `Bearer ${granted.access_token}` };
    const statusUrl = await started(server, '/fhir/$export', { headers });
    clock.pass(299);
    assert.notEqual((await send(server, statusUrl, { headers })).status, 401);
    clock.pass(1);
    assert.equal((await send(server, statusUrl, { headers })).status, 401);
    assert.equal((await kickedOff(server)).status, 401);
  }
});

test('an assertion is accepted once (rule 8)', async () => {
  const { assertion, token } = aSmartServer();
  const client_assertion = assertion();
  assert.equal((await token({ client_assertion })).status, 200);
  const again = await token({ client_assertion });
  assert.equal(again.status, 400);
  assert.deepEqual(JSON.parse(again.text), {
    error: 'invalid_client',
    error_description: 'it was used before',
  });
});

test('an assertion that is anything else than SMART requires is refused (rule 8)', async () => {
  const { assertion, token, clock } = aSmartServer();
  const seconds = Math.floor(clock.now().getTime() / 1000);
  const wrong: Record<string, [Told, string]> = {
    'of another client': [{ claims: { iss: 'other', sub: 'other' } }, unexpected('iss')],
    'of another issuer': [{ claims: { iss: 'other' } }, unexpected('iss')],
    'of another subject': [{ claims: { sub: 'other' } }, unexpected('sub')],
    'for another token URL': [{ claims: { aud: `${TOKEN_URL}/other` } }, NOT_FOR_US],
    'for the FHIR server': [{ claims: { aud: 'https://analytics.example/fhir' } }, NOT_FOR_US],
    'for several servers': [{ claims: { aud: [TOKEN_URL] } }, NOT_FOR_US],
    over: [{ claims: { exp: seconds } }, '"exp" claim timestamp check failed'],
    'ending late': [
      { claims: { exp: seconds + 301 } },
      'it expires more than five minutes from now',
    ],
    'without an end': [{ claims: { exp: undefined } }, missing('exp')],
    'without an id': [{ claims: { jti: undefined } }, missing('jti')],
    'with an empty id': [{ claims: { jti: '' } }, 'jti is not a text'],
    'with an unknown key': [{ header: { kid: 'key-2' } }, NO_SUCH_KEY],
    'without a key': [{ header: { kid: undefined } }, 'kid is missing'],
    'of another type': [{ header: { typ: 'at+jwt' } }, 'typ is not JWT'],
    'without an algorithm': [{ header: { alg: 'none' } }, OTHER_ALGORITHM],
    'with another algorithm': [{ header: { alg: 'RS384' } }, NO_SUCH_KEY],
    'with an algorithm that SMART lacks': [{ header: { alg: 'ES256' } }, OTHER_ALGORITHM],
    'with a set that is not registered': [
      { header: { jku: 'https://elsewhere.example/jwks' } },
      'jku is not registered',
    ],
    'signed by another key': [{ key: newKey('ES384').privateKey }, 'signature verification failed'],
  };
  for (const [name, [told, why]] of Object.entries(wrong)) {
    const { status, text } = await token({ client_assertion: assertion(told) });
    const refused = { error: 'invalid_client', error_description: why };
    assert.deepEqual([status, JSON.parse(text)], [400, refused], name);
  }
  const [header, , signature] = assertion().split('.');
  const claims = assertion({ claims: { extra: 1 } }).split('.')[1];
  for (const client_assertion of ['', 'a.b.c', `${header}.${claims}.${signature}`])
    assert.equal((await token({ client_assertion })).status, 400);
  const jku = { header: { jku: 'https://client.example/jwks.json' } };
  assert.equal((await token({ client_assertion: assertion(jku) })).status, 200);
});

test('an incomplete form is refused (rule 8)', async () => {
  const { assertion, token, server } = aSmartServer({ scopes: ['system/Patient.rs'] });
  const errorOf = async (fields: Record<string, string>) =>
    JSON.parse((await token({ client_assertion: assertion(), ...fields })).text).error;
  assert.equal(await errorOf({ grant_type: 'password' }), 'unsupported_grant_type');
  assert.equal(await errorOf({ client_assertion_type: 'jwt' }), 'invalid_request');
  for (const scope of ['', 'patient/*.rs', 'system/*.rs', 'system/Patient.xyz'])
    assert.equal(await errorOf({ scope }), 'invalid_scope', scope);
  const granted = await token({
    client_assertion: assertion(),
    scope: 'system/Patient.rs system/Claim.rs',
  });
  assert.equal(Granted.parse(JSON.parse(granted.text)).scope, 'system/Patient.rs');
  const json = await send(server, '/token', {
    method: 'POST',
    headers: kickOffHeaders,
    body: '{}',
  });
  assert.equal(json.status, 400);
});
