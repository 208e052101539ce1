import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { publicJwk } from '../../lambdas/shared/auth/smart/jwk.ts';
import type { SigningAlgorithm } from '../../lambdas/shared/settings/smart-backend.ts';

/** A new private key as a JWK, named by its thumbprint; RSA with 3,072 bits. */
export function newKey(alg: SigningAlgorithm) {
  const key = generated(alg);
  const { kid } = publicJwk(alg, createPublicKey(key));
  return { kid, alg, use: 'sig', ...key.export({ format: 'jwk' }) };
}

function generated(alg: SigningAlgorithm): KeyObject {
  if (alg === 'ES384') return generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
  return generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey;
}
