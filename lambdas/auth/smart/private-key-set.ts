import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import * as z from 'zod';
import { SettingsInvalid } from '../../runtime/errors.ts';
import { jsonOrNothing } from '../../runtime/json.ts';
import type { SigningAlgorithm } from '../../settings/smart-backend.ts';
import { unfitFor } from './jwk.ts';

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
export type PrivateKey = { alg: SigningAlgorithm; kid: string; key: KeyObject };

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
  const lacking = unfitFor(alg, createPublicKey(key));
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
