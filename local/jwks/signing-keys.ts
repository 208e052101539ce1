import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { type KeyDeps, parsePrivateKeySet } from '../../lambdas/auth/smart/signer.ts';
import { type Aws, defaultAws } from '../../lambdas/aws/aws.ts';
import { kms } from '../../lambdas/aws/kms.ts';
import { secretsManager } from '../../lambdas/aws/secrets-manager.ts';
import { systemClock } from '../../lambdas/runtime/clock.ts';
import { parseJsonObject } from '../../lambdas/runtime/json.ts';
import type { SigningAlgorithm } from '../../lambdas/settings/auth.ts';
import type { Sources } from '../../lambdas/settings/sources.ts';
import { readIfExists, writeAtomically } from '../cloud/files.ts';
import { expectedKeys, openLocalCloud } from '../laptop/local-cloud.ts';

/**
 * Appends a new private key to a file, which only this user can then read; gives its `kid`. The key is never
 * printed, as terminals and build logs keep output. Throws SettingsInvalid where the file is not a private
 * JWK Set.
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

/** A new private key as a JWK whose `kid` is its thumbprint; RSA with 3,072 bits. */
async function newKey(alg: SigningAlgorithm) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true, modulusLength: 3072 });
  const jwk = await exportJWK(privateKey);
  return { kid: await calculateJwkThumbprint(jwk), alg, use: 'sig', ...jwk };
}

/** The keys of the deployed stack, with the credentials and the region of the AWS CLI. */
export const awsKeys = (): KeyDeps => keysOf(defaultAws());

/** The signing keys of exports on this laptop. */
export async function laptopKeys(
  directory: string,
  sources: Sources,
  secrets: Record<string, string>,
): Promise<KeyDeps> {
  const { aws } = await openLocalCloud({
    ...{ directory, secrets, clock: systemClock, random: Math.random, connection: 'in-process' },
    expectedKeys: expectedKeys(sources),
  });
  return keysOf(aws);
}

const keysOf = (aws: Aws): KeyDeps => ({ secrets: secretsManager(aws), signingKeys: kms(aws) });
