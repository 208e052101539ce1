import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { test } from 'node:test';
import { publicKeySet } from '../../../lambdas/auth/smart/signer.ts';
import { kms } from '../../../lambdas/aws/kms.ts';
import type { SmartClient } from '../../../local/servers/auth/client-assertion.ts';
import { clientCredentialsLogin } from '../../../local/servers/auth/client-credentials.ts';
import { basicLogin, bearerLogin, type Login } from '../../../local/servers/auth/login.ts';
import { smartLogin } from '../../../local/servers/auth/smart.ts';
import { memorySecrets } from '../../fakes/memory-secrets.ts';
import { privateJwk, testKeys } from '../../fakes/test-keys.ts';
import type { VirtualClock } from '../../fakes/virtual-clock.ts';
import { assertLanded, openHl7World, requestsTo, TYPES } from './hl7-world.ts';

const NAME = 'sluice/hl7';
const client = { id: 'test:client', secret: 'a word & more' };
const asClient = { client_id: client.id, client_secret: client.secret };
const oauth = { kind: 'client-credentials', secret: NAME, tokenUrl: 'https://fhir.example/token' };
const smart = { kind: 'smart-backend', clientId: 'test-client' };
const inSecret = { ...smart, key: { kind: 'secret', secret: NAME } };
const publicJwk = (key: typeof testKeys.ec, kid: string) => ({
  ...createPublicKey(key).export({ format: 'jwk' }),
  kid,
});
const registered: SmartClient = {
  id: 'test-client',
  keys: [publicJwk(testKeys.ec, 'first'), publicJwk(testKeys.rsa, 'second')],
};

type Way = {
  login: (clock: VirtualClock) => Login;
  auth: object;
  secret: object;
  /** Whether tokens expire after 40 seconds, while the job is running. */
  byToken: boolean;
};
const ways: Record<string, Way> = {
  'HTTP Basic': {
    login: () => basicLogin({ id: 'test', secret: 'a:word' }),
    auth: { kind: 'basic', secret: NAME },
    secret: { username: 'test', password: 'a:word' },
    byToken: false,
  },
  'a static token': {
    login: () => bearerLogin('test-token'),
    auth: { kind: 'static-bearer', secret: NAME },
    secret: { token: 'test-token' },
    byToken: false,
  },
  'client credentials in the form': {
    login: (clock) => clientCredentialsLogin({ clock, client, by: 'form', tokenSeconds: 40 }),
    auth: oauth,
    secret: asClient,
    byToken: true,
  },
  'client credentials by HTTP Basic': {
    login: (clock) => clientCredentialsLogin({ clock, client, by: 'header', tokenSeconds: 40 }),
    auth: { ...oauth, send: 'basic' },
    secret: asClient,
    byToken: true,
  },
  'an assertion by ES384 (rule 8)': {
    login: (clock) => smartLogin({ clock, client: registered, tokenSeconds: 40 }),
    auth: inSecret,
    secret: { keys: [privateJwk(testKeys.ec, 'ES384', 'first')] },
    byToken: true,
  },
  'an assertion by RS384 (rule 8)': {
    login: (clock) => smartLogin({ clock, client: registered, tokenSeconds: 40 }),
    auth: { ...inSecret, scope: 'system/*.read' },
    secret: { keys: [privateJwk(testKeys.rsa, 'RS384', 'second')] },
    byToken: true,
  },
};

for (const [what, { login, auth, secret, byToken }] of Object.entries(ways))
  test(`${what} exports everything${byToken ? ', with tokens that expire meanwhile (rule 10)' : ''}`, async () => {
    const world = await openHl7World({
      server: (clock) => ({ version: 'v3', login: login(clock) }),
      source: { auth },
      secrets: { [NAME]: JSON.stringify(secret) },
    });
    assertLanded(world, await world.run('hl7', { types: TYPES }));
    const tokens = requestsTo(world, /^\/token$/).length;
    assert.ok(byToken === tokens > 2, `${tokens} tokens`);
    await world.close();
  });

test('a key in KMS exports everything (rule 9)', async () => {
  const keys: (ReturnType<typeof publicJwk> & { kid: string })[] = [];
  const inKms = { kind: 'kms', keys: [{ key: 'alias/hl7', alg: 'ES384' }] } as const;
  const world = await openHl7World({
    server: (clock) => ({
      version: 'v3',
      login: smartLogin({ clock, client: { id: 'test-client', keys } }),
    }),
    source: { auth: { ...smart, key: inKms } },
  });
  // Registered with the output of `npm run jwks`, as an operator does.
  const deps = { secrets: memorySecrets(), signingKeys: kms(world.laptop.aws) };
  const set = await publicKeySet({ kind: 'kms', keys: [inKms.keys[0]] }, deps);
  keys.push(...set.keys);
  assertLanded(world, await world.run('hl7', { types: TYPES }));
  await world.close();
});

test('an export with a key that the server does not know fails with the name of its secret (K1)', async () => {
  const world = await openHl7World({
    server: (clock) => ({ version: 'v3', login: smartLogin({ clock, client: registered }) }),
    source: { auth: inSecret },
    secrets: {
      [NAME]: JSON.stringify({ keys: [privateJwk(testKeys.otherEc, 'ES384', 'first')] }),
    },
  });
  const { error } = await world.run('hl7', { types: TYPES });
  assert.equal(error?.name, 'CredentialRefused');
  assert.match(error?.message ?? '', /answered 400 \(invalid_client\); check secret "sluice\/hl7"/);
  await world.close();
});
