import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { PublicJwkSet } from '../../../../lambdas/auth/smart/jose.ts';
import { parsePrivateKeySet, publicKeySet } from '../../../../lambdas/auth/smart/signer.ts';
import { memorySecrets, memorySigningKeys } from '../../../fakes/memory-secrets.ts';
import { privateJwk, testKeys } from '../../../fakes/test-keys.ts';

const es = privateJwk(testKeys.ec, 'ES384', 'es');
const rs = privateJwk(testKeys.rsa, 'RS384', 'rs');
const without = (jwk: object, ...names: string[]) =>
  Object.fromEntries(Object.entries(jwk).filter(([name]) => !names.includes(name)));

/** What a secret is refused with; nothing of a key may be in it. */
function refusal(secret: unknown): string {
  try {
    parsePrivateKeySet(JSON.stringify(secret), 'secret "sluice/acme"');
    return 'accepted';
  } catch (error) {
    assert(error instanceof Error && error.name === 'SettingsInvalid', String(error));
    for (const value of Object.values({ ...es, ...rs }))
      if (String(value).length > 20) assert.ok(!error.message.includes(String(value)));
    return error.message;
  }
}

const wrong: [string, unknown, RegExp][] = [
  ['no JSON object', 'marker', /^secret "sluice\/acme" needs a private JWK Set: /],
  ['the placeholder', { placeholder: 'x' }, /needs keys: a list of private JWKs$/],
  ['no key', { keys: [] }, /needs keys\.0: a private JWK by RS384 or ES384$/],
  ['a key without kid', { keys: [without(es, 'kid')] }, /needs keys\.0\.kid: the name of the key$/],
  ['a second key without kid', { keys: [es, without(rs, 'kid')] }, /needs keys\.1\.kid: /],
  ['two keys of one name', { keys: [es, { ...rs, kid: 'es' }] }, /needs keys\.1\.kid: a name that/],
  [
    'another algorithm',
    { keys: [{ ...rs, alg: 'RS256' }] },
    /needs keys\.0\.alg: a private JWK by RS384 or ES384$/,
  ],
  [
    'no algorithm',
    { keys: [without(rs, 'alg')] },
    /needs keys\.0\.alg: a private JWK by RS384 or ES384$/,
  ],
  ['a public key', { keys: [without(es, 'd')] }, /needs keys\.0\.d: /],
  [
    'the wrong curve',
    { keys: [privateJwk(testKeys.wrongCurve, 'ES384', 'x')] },
    /needs keys\.0\.crv: .*P-384/,
  ],
  [
    'the curve of another key',
    { keys: [{ ...es, x: rs.n }] },
    /: keys\.0: members that make a key$/,
  ],
  [
    'a short RSA key',
    { keys: [es, privateJwk(testKeys.shortRsa, 'RS384', 'x')] },
    /: keys\.1\.n: an RSA key of at least 2048 bits$/,
  ],
];
for (const [what, secret, says] of wrong)
  test(`${what} is refused by the name of the secret and the field, without a value`, () => {
    assert.match(refusal(secret), says);
  });

test('two keys of both kinds are accepted, in their order', () => {
  const kids = parsePrivateKeySet(JSON.stringify({ keys: [rs, es] }), 'x').map(({ kid }) => kid);
  assert.deepEqual(kids, ['rs', 'es']);
});

test('the public JWK Set has all keys, and of each the public members only (rule 9)', async () => {
  const secrets = memorySecrets({ a: { keys: [rs, { ...es, note: 'own' }] } });
  const deps = { secrets, signingKeys: memorySigningKeys() };
  const set = await publicKeySet({ kind: 'secret', secret: 'a' }, deps);
  assert.deepEqual(
    set.keys.map(Object.keys).map((names) => names.sort()),
    [
      ['alg', 'e', 'kid', 'kty', 'n', 'use'],
      ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'],
    ],
  );
  assert.deepEqual(PublicJwkSet.parse(set), set);
});

test('a set with a private member is no public JWK Set (rule 9)', () => {
  const { keys } = { keys: [without({ ...es, use: 'sig' }, 'd')] };
  assert.ok(PublicJwkSet.safeParse({ keys }).success);
  assert.ok(!PublicJwkSet.safeParse({ keys: [{ ...keys[0], d: 'x' }] }).success);
});

test('keys in KMS are published under their kid, or their thumbprint (RFC 7638)', async () => {
  const deps = {
    secrets: memorySecrets(),
    signingKeys: memorySigningKeys({ 'alias/a': testKeys.rsa, 'alias/b': testKeys.ec }),
  };
  const named = { key: 'alias/a', alg: 'RS384', kid: 'named' } as const;
  const unnamed = { key: 'alias/b', alg: 'ES384' } as const;
  const set = await publicKeySet({ kind: 'kms', keys: [named, unnamed] }, deps);
  const { x, y } = es;
  const members = `{"crv":"P-384","kty":"EC","x":"${x}","y":"${y}"}`;
  const thumbprint = createHash('sha256').update(members).digest('base64url');
  assert.deepEqual(
    set.keys.map(({ kid }) => kid),
    ['named', thumbprint],
  );
});
