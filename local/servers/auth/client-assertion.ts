import type { JsonWebKey } from 'node:crypto';
import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import type { Clock } from '../../../lambdas/runtime/clock.ts';

/** A client assertion that does not show who the client is; the message says why. */
export class InvalidAssertion extends Error {
  override name = 'InvalidAssertion';
}

export type CheckAssertionDeps = {
  client: SmartClient;
  clock: Pick<Clock, 'now'>;
  tokenUrl: string;
  /** Ids of the assertions taken so far; grows. */
  seen: Set<string>;
};

const FIVE_MINUTES = 300;

/**
 * Checks a client assertion as SMART App Launch 2.2 demands (rule 8): signed by a registered key,
 * for this token URL, not over, ending within five minutes, never taken before. Throws InvalidAssertion.
 */
export async function checkAssertion(assertion: string, deps: CheckAssertionDeps): Promise<void> {
  const { client, clock, tokenUrl, seen } = deps;
  const now = clock.now();
  const { header, claims } = await verified(assertion, client, now);
  demand(header.kid !== undefined, 'kid is missing');
  demand(header.typ === 'JWT', 'typ is not JWT');
  demand(header.jku === undefined || header.jku === client.jwksUrl, 'jku is not registered');
  const { aud, exp = Number.POSITIVE_INFINITY, jti } = claims;
  demand(aud === tokenUrl, 'aud is not the token URL');
  demand(exp - now.getTime() / 1000 <= FIVE_MINUTES, 'it ends more than five minutes ahead');
  demand(typeof jti === 'string' && jti !== '', 'jti is not a text');
  demand(!seen.has(jti), 'it was taken before');
  seen.add(jti);
}

/** The parts of an assertion whose signature and time are right, and that names the client. */
async function verified(assertion: string, client: SmartClient, now: Date) {
  try {
    const { protectedHeader, payload } = await jwtVerify(
      assertion,
      createLocalJWKSet({ keys: [...client.keys] }),
      {
        algorithms: ['RS384', 'ES384'],
        ...{ issuer: client.id, subject: client.id, requiredClaims: ['exp', 'jti'] },
        currentDate: now,
      },
    );
    return { header: protectedHeader, claims: payload };
  } catch (cause) {
    throw cause instanceof errors.JOSEError
      ? new InvalidAssertion(cause.message, { cause })
      : cause;
  }
}

function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new InvalidAssertion(otherwise);
}

/** A client as it is registered for SMART Backend Services. */
export type SmartClient = {
  id: string;
  /** Its public keys, each with a `kid`. */
  keys: readonly (JsonWebKey & { kid: string })[];
  /** Where it publishes them; what `jku` has to be where the client sends one. */
  jwksUrl?: string;
};
