import { createPublicKey, sign } from 'node:crypto';
import { SettingsInvalid } from '../../runtime/errors.ts';
import type { ClientKeys, KmsKey, SigningAlgorithm } from '../../settings/smart-backend.ts';
import type { Secrets } from '../secrets.ts';
import type { SigningKeys } from '../signing-keys.ts';
import { joseSignature } from './jose-signature.ts';
import { type PublicJwk, type PublicJwkSet, publicJwk, unfitFor } from './jwk.ts';
import { type PrivateKey, parsePrivateKeySet } from './private-key-set.ts';

/** Signs as JSON Web Signatures have it (RFC 7518 §3.1), with a key whose public half is known. */
export type Signer = {
  alg: SigningAlgorithm;
  kid: string;
  publicJwk: PublicJwk;
  sign(bytes: Buffer): Promise<Buffer>;
};

/** Where keys are. */
export type KeyDeps = { secrets: Secrets; signingKeys: SigningKeys };

/**
 * The key that signs: the first. It is looked up anew each time, since it may have been exchanged.
 * Throws SettingsInvalid for a key that cannot sign so.
 */
export async function signerOf(keys: ClientKeys, deps: KeyDeps): Promise<Signer> {
  if (keys.kind === 'kms') return kmsSigner(keys.keys[0], deps);
  const [first] = await keysInSecret(keys.secret, deps);
  return secretSigner(first);
}

/** The public halves of all keys, for the server to fetch (rule 9). Throws as {@link signerOf}. */
export async function publicKeySet(keys: ClientKeys, deps: KeyDeps): Promise<PublicJwkSet> {
  const signers =
    keys.kind === 'kms'
      ? keys.keys.map((key) => kmsSigner(key, deps))
      : (await keysInSecret(keys.secret, deps)).map(secretSigner);
  return { keys: (await Promise.all(signers)).map((signer) => signer.publicJwk) };
}

const keysInSecret = async (name: string, { secrets }: KeyDeps) =>
  parsePrivateKeySet(await secrets.read(name), `secret "${name}"`);

const secretSigner = async ({ alg, kid, key }: PrivateKey): Promise<Signer> => ({
  alg,
  kid,
  publicJwk: await publicJwk(alg, createPublicKey(key), kid),
  sign: async (bytes) => sign('sha384', bytes, { key, dsaEncoding: 'ieee-p1363' }),
});

async function kmsSigner({ key, alg, kid }: KmsKey, { signingKeys }: KeyDeps): Promise<Signer> {
  const der = await signingKeys.publicKey(key);
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
  const lacking = unfitFor(alg, publicKey);
  if (lacking)
    throw new SettingsInvalid(`KMS key "${key}" is to sign by ${alg}, and is not ${lacking}`);
  const jwk = await publicJwk(alg, publicKey, kid);
  return {
    alg,
    kid: jwk.kid,
    publicJwk: jwk,
    async sign(bytes) {
      const signature = await signingKeys.sign(key, alg, bytes);
      return alg === 'ES384' ? joseSignature(signature) : signature;
    },
  };
}
