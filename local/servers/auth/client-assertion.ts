import type { JsonWebKey } from 'node:crypto';
import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import type { Clock } from '../../../lambdas/runtime/clock.ts';

/** A client assertion that does not authenticate the client; the message says why. */
export class InvalidAssertion extends Error {
  override name = 'InvalidAssertion';
}

/** A client as it is registered for SMART Backend Services. */
export type SmartClient = {
  id: string;
  /** Its public keys, each with a `kid`. */
  keys: readonly (JsonWebKey & { kid: string })[];
  /** Where it publishes them; `jku` must name this URL where the client sends one. */
  jwksUrl?: string;
};

export type CheckAssertionDeps = {
  client: SmartClient;
  clock: Pick<Clock, 'now'>;
  tokenUrl: string;
  /** The `jti` of each assertion accepted so far; grows. */
  seen: Set<string>;
};

const MAX_LIFETIME_SECONDS = 300;

/**
 * Checks a client assertion as SMART App Launch 2.2 requires (rule 8): signed by a registered key, for
 * this token URL, not expired, expiring within five minutes, never used before. Throws InvalidAssertion.
 */
export async function checkAssertion(assertion: string, deps: CheckAssertionDeps): Promise<void> {
  const { client, clock, tokenUrl, seen } = deps;
  const now = clock.now();
  const { header, claims } = await verify(assertion, client, now);
  check(header.kid !== undefined, 'kid is missing');
  check(header.typ === 'JWT', 'typ is not JWT');
  check(header.jku === undefined || header.jku === client.jwksUrl, 'jku is not registered');
  const { aud, exp = Number.POSITIVE_INFINITY, jti } = claims;
  check(aud === tokenUrl, 'aud is not the token URL');
  const seconds = exp - now.getTime() / 1000;
  check(seconds <= MAX_LIFETIME_SECONDS, 'it expires more than five minutes from now');
  check(typeof jti === 'string' && jti !== '', 'jti is not a text');
  check(!seen.has(jti), 'it was used before');
  seen.add(jti);
}

/** Verifies the signature, the time and the client; gives header and claims. */
async function verify(assertion: string, client: SmartClient, now: Date) {
  try {
    const keys = createLocalJWKSet({ keys: [...client.keys] });
    const { protectedHeader, payload } = await jwtVerify(assertion, keys, {
      algorithms: ['RS384', 'ES384'],
      ...{ issuer: client.id, subject: client.id, requiredClaims: ['exp', 'jti'] },
      currentDate: now,
    });
    return { header: protectedHeader, claims: payload };
  } catch (cause) {
    throw cause instanceof errors.JOSEError
      ? new InvalidAssertion(cause.message, { cause })
      : cause;
  }
}

function check(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new InvalidAssertion(otherwise);
}
