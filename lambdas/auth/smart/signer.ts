import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import * as z from 'zod';
import { SettingsInvalid } from '../../runtime/errors.ts';
import { jsonOrNothing } from '../../runtime/json.ts';
import type { ClientKeys, KmsKey, SigningAlgorithm } from '../../settings/smart-backend.ts';
import type { Secrets } from '../secrets.ts';
import {
  joseSignature,
  type PublicJwk,
  type PublicJwkSet,
  publicJwk,
  unmetRequirement,
} from './jose.ts';

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
  const lacking = unmetRequirement(alg, publicKey);
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

/** A private key as RFC 7517 writes it, of one of SMART's two algorithms (rule 8). */
const PrivateJwk = z.discriminatedUnion('alg', [RsaJwk, EcJwk], {
  error: 'a private JWK by RS384 or ES384',
});
type PrivateJwk = z.infer<typeof PrivateJwk>;

/** What the secret of a smart-backend source holds; the first key signs. */
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

/** A key that can sign, and the name by which the server knows its public half. */
type PrivateKey = { alg: SigningAlgorithm; kid: string; key: KeyObject };

/**
 * The private keys in the text of a secret. Throws SettingsInvalid that names the secret and each
 * field that is not as it should be, never a value.
 */
export function parsePrivateKeySet(json: string, origin: string): [PrivateKey, ...PrivateKey[]] {
  const checked = PrivateJwkSet.safeParse(jsonOrNothing(json));
  if (!checked.success) {
    const wrong = checked.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'a private JWK Set'}: ${message}`,
    );
    throw new SettingsInvalid(`${origin} wants ${wrong.join('; ')}`);
  }
  const [first, ...others] = checked.data.keys;
  return [
    toPrivateKey(first, `${origin}: keys.0`),
    ...others.map((jwk, i) => toPrivateKey(jwk, `${origin}: keys.${i + 1}`)),
  ];
}

function toPrivateKey(jwk: PrivateJwk, place: string): PrivateKey {
  const { alg, kid } = jwk;
  const key = imported(jwk, place);
  const lacking = unmetRequirement(alg, createPublicKey(key));
  if (lacking) throw new SettingsInvalid(`${place}.${alg === 'RS384' ? 'n' : 'crv'}: ${lacking}`);
  return { alg, kid, key };
}

/** Node's own error could be kept as a cause, but not what it says of the members. */
function imported(jwk: PrivateJwk, place: string): KeyObject {
  try {
    return createPrivateKey({ key: jwk, format: 'jwk' });
  } catch {
    throw new SettingsInvalid(`${place}: members that make a key`);
  }
}

/** KMS in the verbs that Sluice needs; a key is named by its alias, id or ARN. */
export type SigningKeys = {
  /** Signs a message of at most 4,096 bytes. An ECDSA signature comes in DER. */
  sign(key: string, alg: SigningAlgorithm, message: Buffer): Promise<Buffer>;
  /** The public key, a DER SubjectPublicKeyInfo (RFC 5280 §4.1). */
  publicKey(key: string): Promise<Buffer>;
};
