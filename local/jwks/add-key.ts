import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { parsePrivateKeySet } from '../../lambdas/auth/smart/signer.ts';
import { parseJsonObject } from '../../lambdas/runtime/json.ts';
import type { SigningAlgorithm } from '../../lambdas/settings/auth.ts';
import { readIfExists, writeAtomically } from '../cloud/files.ts';

/**
 * Adds a new private key behind those of a file, which only this user may read then; gives its name.
 * It is never printed, as terminals and logs of builds remember. Throws SettingsInvalid where the
 * file is there and no private JWK Set.
 */
export async function addKey(file: string, alg: SigningAlgorithm): Promise<string> {
  const { set, keys } = readSet(file);
  const key = await newKey(alg);
  writeAtomically(file, `${JSON.stringify({ ...set, keys: [...keys, key] }, undefined, 2)}\n`);
  return key.kid;
}

function readSet(file: string): { set: object; keys: unknown[] } {
  const text = readIfExists(file);
  if (text === undefined) return { set: {}, keys: [] };
  parsePrivateKeySet(text, file);
  const { keys, ...set } = parseJsonObject(text) ?? {};
  return { set, keys: Array.isArray(keys) ? keys : [] };
}

/** A new private key as a JWK, named by its thumbprint; RSA with 3,072 bits. */
async function newKey(alg: SigningAlgorithm) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true, modulusLength: 3072 });
  const jwk = await exportJWK(privateKey);
  return { kid: await calculateJwkThumbprint(jwk), alg, use: 'sig', ...jwk };
}
