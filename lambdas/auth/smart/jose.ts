import type { KeyObject } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import * as z from 'zod';
import type { SigningAlgorithm } from '../../settings/auth.ts';

const text = z.string().min(1);
const shared = { kid: text, use: z.literal('sig') };

/** A public key as a JWK (RFC 7517); strict, so that no private member is ever published. */
export const PublicJwk = z.discriminatedUnion('kty', [
  z.strictObject({
    kty: z.literal('RSA'),
    alg: z.literal('RS384'),
    ...shared,
    n: text,
    e: text,
  }),
  z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-384'),
    alg: z.literal('ES384'),
    ...shared,
    x: text,
    y: text,
  }),
]);
export type PublicJwk = z.infer<typeof PublicJwk>;

/** The keys by which a server checks assertions (rule 9). */
export const PublicJwkSet = z.strictObject({ keys: z.array(PublicJwk).min(1) });
export type PublicJwkSet = z.infer<typeof PublicJwkSet>;

/** What the algorithm requires and the key is not (RFC 7518 §3.3, §3.4); undefined where it can sign. */
export function unmetRequirement(alg: SigningAlgorithm, key: KeyObject): string | undefined {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (alg === 'ES384')
    return details?.namedCurve === 'secp384r1' ? undefined : 'a key on the curve P-384';
  const isLong = type === 'rsa' && (details?.modulusLength ?? 0) >= 2048;
  return isLong ? undefined : 'an RSA key of at least 2048 bits';
}

/** The JWK of a public key for the algorithm; the default `kid` is its thumbprint (RFC 7638). */
export async function publicJwk(
  alg: SigningAlgorithm,
  key: KeyObject,
  kid?: string,
): Promise<PublicJwk> {
  const named = { alg, use: 'sig', kid: kid ?? (await calculateJwkThumbprint(key)) };
  return PublicJwk.parse({ ...named, ...key.export({ format: 'jwk' }) });
}

/** Bytes of an integer of P-384. */
const WIDTH = 48;

/**
 * Converts an ECDSA signature on P-384 from DER, as KMS gives it, to JOSE: `r` and `s` one after the other
 * (RFC 7518 §3.4). DER is a SEQUENCE of two INTEGERs, each without leading zeros, except for one that keeps
 * it from being negative.
 */
export function joseSignature(der: Buffer): Buffer {
  const r = integerAt(der, 2);
  const s = integerAt(der, r.end);
  return Buffer.concat([toWidth(r.bytes), toWidth(s.bytes)]);
}

function integerAt(der: Buffer, start: number) {
  const end = start + 2 + der.readUInt8(start + 1);
  return { bytes: der.subarray(start + 2, end), end };
}

const toWidth = (integer: Buffer) => Buffer.concat([Buffer.alloc(WIDTH), integer]).subarray(-WIDTH);
