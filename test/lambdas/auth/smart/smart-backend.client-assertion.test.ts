import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { signerOf } from '../../../../lambdas/auth/smart/signer.ts';
import { clientAssertion } from '../../../../lambdas/auth/smart/smart-backend.ts';
import type { SigningAlgorithm } from '../../../../lambdas/settings/smart-backend.ts';
import { manualClock } from '../../../fakes/manual-clock.ts';
import { memorySecrets } from '../../../fakes/memory-secrets.ts';
import { memorySigningKeys } from '../../../fakes/memory-signing-keys.ts';
import { privateJwk, testKeys } from '../../../fakes/test-keys.ts';
import { decoded, isSignedBy, TOKEN_URL } from './smart-world.ts';

const client = { clientId: 'test-client', tokenUrl: TOKEN_URL };
const clock = manualClock();
const deps = { clock, newId: randomUUID };
const keyOf = { RS384: testKeys.rsa, ES384: testKeys.ec };

const signingKeys = memorySigningKeys(keyOf);
const inSecret = (alg: SigningAlgorithm) =>
  signerOf(
    { kind: 'secret', secret: 'a' },
    {
      secrets: memorySecrets({ a: { keys: [privateJwk(keyOf[alg], alg, 'first')] } }),
      signingKeys,
    },
  );
const inKms = (alg: SigningAlgorithm) =>
  signerOf(
    { kind: 'kms', keys: [{ key: alg, alg, kid: 'first' }] },
    { secrets: memorySecrets(), signingKeys },
  );

for (const alg of ['RS384', 'ES384'] as const)
  for (const [place, signer] of Object.entries({ 'a secret': inSecret, KMS: inKms }))
    test(`${alg} with a key in ${place} verifies with its public key and no other (rule 8)`, async () => {
      // DER drops zeros in front: many signatures see them all.
      for (let i = 0; i < 40; i += 1) {
        const assertion = await clientAssertion(client, await signer(alg), deps);
        assert.ok(await isSignedBy(assertion, keyOf[alg]));
        assert.ok(!(await isSignedBy(assertion, testKeys.otherEc)));
      }
    });

test('the header names algorithm, key and type, and the jku only where there is one (rule 8)', async () => {
  const signer = await inSecret('ES384');
  const plain = decoded(await clientAssertion(client, signer, deps));
  assert.deepEqual(plain.header, { alg: 'ES384', kid: 'first', typ: 'JWT' });
  const jku = 'https://sluice.example/jwks/acme';
  const { header } = decoded(await clientAssertion({ ...client, jku }, signer, deps));
  assert.deepEqual(header, { alg: 'ES384', kid: 'first', typ: 'JWT', jku });
});

test('issuer and subject are the client, the audience is the token URL, the end is near (rule 8)', async () => {
  const { claims } = decoded(await clientAssertion(client, await inSecret('RS384'), deps));
  const { jti, ...rest } = claims;
  assert.match(jti, /^[0-9a-f-]{36}$/);
  const exp = clock.now().getTime() / 1000 + 240;
  assert.deepEqual(rest, { iss: 'test-client', sub: 'test-client', aud: TOKEN_URL, exp });
  assert.ok(exp - clock.now().getTime() / 1000 <= 300);
});

test('of 1,000 assertions no two have the same jti (rule 8)', async () => {
  const signer = await inSecret('ES384');
  const seen = new Set<string>();
  for (let i = 0; i < 1000; i += 1)
    seen.add(decoded(await clientAssertion(client, signer, deps)).claims.jti);
  assert.equal(seen.size, 1000);
});
