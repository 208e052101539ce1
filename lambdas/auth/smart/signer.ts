import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import * as z from 'zod';
import { SettingsInvalid } from '../../runtime/errors.ts';
import { issueLines, tryParseJson } from '../../runtime/json.ts';
import type { ClientKeys, KmsKey, SigningAlgorithm } from '../../settings/auth.ts';
import type { Secrets } from '../secrets.ts';
import {
  joseSignature,
  type PublicJwk,
  type PublicJwkSet,
  publicJwk,
  unmetRequirement,
} from './jose.ts';

/** Signs for JSON Web Signatures (RFC 7518 §3.1), with a key whose public half is known. */
export type Signer = {
  alg: SigningAlgorithm;
  kid: string;
  publicJwk: PublicJwk;
  sign(bytes: Buffer): Promise<Buffer>;
};

/** What Sluice needs of KMS. A key is named by its alias, id or ARN. */
export type SigningKeys = {
  /** Signs a message of at most 4,096 bytes. An ECDSA signature is in DER. */
  sign(key: string, alg: SigningAlgorithm, message: Buffer): Promise<Buffer>;
  /** The public key, a DER SubjectPublicKeyInfo (RFC 5280 §4.1). */
  publicKey(key: string): Promise<Buffer>;
};

/** The places of keys. */
export type KeyDeps = { secrets: Secrets; signingKeys: SigningKeys };

/**
 * The signer of the first key. It is looked up each time, as the key may have been rotated. Throws
 * SettingsInvalid for a key that cannot sign by its algorithm.
 */
export async function signerOf(keys: ClientKeys, deps: KeyDeps): Promise<Signer> {
  if (keys.kind === 'kms') return kmsSigner(keys.keys[0], deps);
  const [first] = await keysInSecret(keys.secret, deps);
  return secretSigner(first);
}

/** The public halves of all keys, for the server to fetch (rule 9). Throws like {@link signerOf}. */
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
  const required = unmetRequirement(alg, publicKey);
  if (required)
    throw new SettingsInvalid(`KMS key "${key}" cannot sign by ${alg}: it is not ${required}`);
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

const text = z.string().min(1);
const kid = z.string('the name of the key').min(1, 'the name of the key');

const RsaJwk = z.looseObject({
  ...{ alg: z.literal('RS384'), kty: z.literal('RSA'), kid },
  ...{ n: text, e: text, d: text, p: text, q: text, dp: text, dq: text, qi: text },
});
const EcJwk = z.looseObject({
  ...{ alg: z.literal('ES384'), kty: z.literal('EC'), kid },
  ...{ crv: z.literal('P-384'), x: text, y: text, d: text },
});

/** A private key as a JWK (RFC 7517), for one of SMART's two algorithms (rule 8). */
const PrivateJwk = z.discriminatedUnion('alg', [RsaJwk, EcJwk], {
  error: 'a private JWK by RS384 or ES384',
});
type PrivateJwk = z.infer<typeof PrivateJwk>;

/** The secret of a smart-backend source; the first key signs. */
const PrivateJwkSet = z
  .looseObject({ keys: z.tuple([PrivateJwk], PrivateJwk, { error: 'a list of private JWKs' }) })
  .superRefine(({ keys }, context) => {
    const kids = keys.map((key) => key.kid);
    for (const [i, each] of kids.entries())
      if (kids.indexOf(each) < i)
        context.addIssue({
          code: 'custom',
          path: ['keys', i, 'kid'],
          message: 'a name that no other key of the set has',
        });
  });

/** A key that can sign, and the `kid` by which the server knows its public half. */
type PrivateKey = { alg: SigningAlgorithm; kid: string; key: KeyObject };

/**
 * Parses the private keys in the text of a secret. Throws SettingsInvalid, which names the secret and each
 * wrong field, and never a value.
 */
export function parsePrivateKeySet(json: string, origin: string): [PrivateKey, ...PrivateKey[]] {
  const checked = PrivateJwkSet.safeParse(tryParseJson(json));
  if (!checked.success) {
    const wrong = issueLines(checked.error, 'a private JWK Set');
    throw new SettingsInvalid(`${origin} needs ${wrong.join('; ')}`);
  }
  const [first, ...others] = checked.data.keys;
  return [
    toPrivateKey(first, `${origin}: keys.0`),
    ...others.map((jwk, i) => toPrivateKey(jwk, `${origin}: keys.${i + 1}`)),
  ];
}

function toPrivateKey(jwk: PrivateJwk, place: string): PrivateKey {
  const { alg, kid } = jwk;
  const key = importKey(jwk, place);
  const required = unmetRequirement(alg, createPublicKey(key));
  if (required) throw new SettingsInvalid(`${place}.${alg === 'RS384' ? 'n' : 'crv'}: ${required}`);
  return { alg, kid, key };
}

/** Node's error is not kept as the cause: it may quote members of the key. */
function importKey(jwk: PrivateJwk, place: string): KeyObject {
  try {
    return createPrivateKey({ key: jwk, format: 'jwk' });
  } catch {
    throw new SettingsInvalid(`${place}: members that make a key`);
  }
}
