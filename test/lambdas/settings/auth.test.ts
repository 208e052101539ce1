import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { z } from 'zod';
import { Auth, credentialName, kmsKeysOf, secretName } from '../../../lambdas/settings/auth.ts';
import { Source } from '../../../lambdas/settings/source.ts';

const tokenUrl = 'https://auth.example/token';
const secret = 'sluice/acme';
const smart = { kind: 'smart-backend', clientId: 'test-client' } as const;

const named: [z.input<typeof Auth>, string][] = [
  [{ kind: 'client-headers', secret }, 'secret "sluice/acme"'],
  [{ kind: 'bearer-refresh', secret, tokenUrl }, 'secret "sluice/acme"'],
  [{ kind: 'client-credentials', secret, tokenUrl }, 'secret "sluice/acme"'],
  [{ kind: 'basic', secret }, 'secret "sluice/acme"'],
  [{ kind: 'static-bearer', secret }, 'secret "sluice/acme"'],
  [{ ...smart, key: { kind: 'secret', secret } }, 'secret "sluice/acme"'],
  [
    {
      ...smart,
      key: {
        kind: 'kms',
        keys: [
          { key: 'alias/acme-a', alg: 'ES384' },
          { key: 'alias/acme-b', alg: 'RS384' },
        ],
      },
    },
    'KMS key "alias/acme-a", KMS key "alias/acme-b"',
  ],
  [{ kind: 'none' }, 'no credential, as its auth is "none"'],
];
for (const [auth, name] of named)
  test(`a rejected ${auth.kind} is described as ${name} (K1)`, () => {
    assert.equal(credentialName(Auth.parse(auth)), name);
  });

const inSecret = { kind: 'secret', secret: 'sluice/acme' };
const smartLogin = { kind: 'smart-backend', clientId: 'test-client', key: inSecret };
const inKms = (...keys: object[]) => ({ ...smartLogin, key: { kind: 'kms', keys } });
const kmsKey = (key: string) => inKms({ key, alg: 'ES384' });

/** The paths of a login's invalid fields. */
const wrongIn = (auth: object) => {
  const { error } = Auth.safeParse(auth);
  return error?.issues.map(({ path }) => path.join('.')).sort() ?? 'accepted';
};

test('every login by a secret is accepted', () => {
  for (const kind of ['basic', 'static-bearer', 'client-headers'])
    assert.equal(wrongIn({ kind, secret: 'sluice/acme' }), 'accepted');
});

test('client credentials are sent in the form by default, or as HTTP Basic', () => {
  const login = { kind: 'client-credentials', secret: 'a', tokenUrl: 'https://auth.example/token' };
  assert.partialDeepStrictEqual(Auth.parse(login), { send: 'body' });
  assert.equal(wrongIn({ ...login, send: 'basic' }), 'accepted');
  assert.deepEqual(wrongIn({ ...login, send: 'header' }), ['send']);
});

test('the default scope of smart-backend is to read everything, in SMART 2’s syntax', () => {
  assert.partialDeepStrictEqual(Auth.parse(smartLogin), { scope: 'system/*.rs' });
});

test('a KMS key has an alias, an id or an ARN', () => {
  const id = '12345678-1234-1234-1234-123456789012';
  const multiRegion = `mrk-${'0'.repeat(32)}`;
  const arn = `arn:aws:kms:eu-west-1:111122223333:key/${id}`;
  for (const key of ['alias/sluice/acme', id, multiRegion, arn])
    assert.equal(wrongIn(kmsKey(key)), 'accepted', key);
});

const noKeys = [
  '',
  'sluice/acme',
  'alias/',
  'alias/aws/s3',
  'alias/*',
  '*',
  'arn:aws:kms:*:*:key/*',
];
for (const key of noKeys)
  test(`"${key}" is not a KMS key`, () => {
    assert.deepEqual(wrongIn(kmsKey(key)), ['key.keys.0.key']);
  });

const wrong: [string, object, string][] = [
  ['no client', { ...smartLogin, clientId: '' }, 'clientId'],
  ['no key', { ...smartLogin, key: undefined }, 'key'],
  ['a key of no place', { ...smartLogin, key: { kind: 'file' } }, 'key.kind'],
  ['a key in the settings', { ...smartLogin, key: { ...inSecret, keys: [] } }, 'key'],
  ['no KMS key', inKms(), 'key.keys.0'],
  [
    'an algorithm that SMART does not know',
    inKms({ key: 'alias/a', alg: 'RS256' }),
    'key.keys.0.alg',
  ],
  ['an empty scope', { ...smartLogin, scope: '' }, 'scope'],
  ['a token endpoint that is no URL', { ...smartLogin, tokenUrl: 'token' }, 'tokenUrl'],
];
for (const [what, auth, field] of wrong)
  test(`${what} is refused with the path of the field`, () => {
    assert.deepEqual(wrongIn(auth), [field]);
  });

test('plain http in tokenUrl and jku is allowed for private sources only', () => {
  const plain = { tokenUrl: 'http://fhir.example/token', jku: 'http://sluice.example/jwks' };
  const source = {
    dialect: '1up-ste',
    baseUrl: 'https://fhir.example',
    auth: { ...smartLogin, ...plain },
  };
  assert.deepEqual(
    Source.safeParse(source).error?.issues.map(({ path }) => path.join('.')),
    ['auth.tokenUrl', 'auth.jku'],
  );
  assert.ok(Source.safeParse({ ...source, private: true }).success);
});

test('a login uses one secret, or KMS keys, or neither', () => {
  const [secret, kms, none] = [
    smartLogin,
    inKms({ key: 'alias/a', alg: 'ES384' }),
    { kind: 'none' },
  ];
  const of = (auth: object) => [
    secretName(Auth.parse(auth)),
    kmsKeysOf(Auth.parse(auth)).map(({ key }) => key),
  ];
  assert.deepEqual(of(secret), ['sluice/acme', []]);
  assert.deepEqual(of({ kind: 'basic', secret: 'b' }), ['b', []]);
  assert.deepEqual(of(kms), [undefined, ['alias/a']]);
  assert.deepEqual(of(none), [undefined, []]);
});
