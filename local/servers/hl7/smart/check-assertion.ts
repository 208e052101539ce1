import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../../../lambdas/shared/clock.ts';
import type { SmartClient } from './smart-client.ts';

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
const Header = z.looseObject({
  alg: z.enum(['RS384', 'ES384']),
  typ: z.literal('JWT'),
  kid: z.string(),
  jku: z.string().optional(),
});
const Claims = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  exp: z.number(),
  jti: z.string().min(1),
});

/**
 * Checks a client assertion as SMART App Launch 2.2 demands (rule 8): signed by a registered key,
 * for this token URL, not over, ending within five minutes, never taken before. Throws InvalidAssertion.
 */
export function checkAssertion(assertion: string, deps: CheckAssertionDeps): void {
  const [header = '', claims = '', signature = '', ...rest] = assertion.split('.');
  demand(rest.length === 0, 'it has more than three parts');
  checkSignature(Header.safeParse(decoded(header)).data, `${header}.${claims}`, signature, deps);
  checkClaims(Claims.safeParse(decoded(claims)).data, deps);
}

function checkSignature(
  header: z.infer<typeof Header> | undefined,
  signed: string,
  signature: string,
  { client }: CheckAssertionDeps,
): void {
  demand(header !== undefined, 'its header is not as it has to be');
  demand(header.jku === undefined || header.jku === client.jwksUrl, 'jku is not registered');
  const key = client.keys.find((each) => each.kid === header.kid && isFor[header.alg](each));
  demand(key !== undefined, 'no such key is registered');
  const publicKey = createPublicKey({ key, format: 'jwk' });
  const bytes = Buffer.from(signature, 'base64url');
  const good = verify(
    'sha384',
    Buffer.from(signed),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    bytes,
  );
  demand(good, 'the signature does not match');
}

const isFor = {
  RS384: ({ kty }: JsonWebKey) => kty === 'RSA',
  ES384: ({ kty, crv }: JsonWebKey) => kty === 'EC' && crv === 'P-384',
};

function checkClaims(claims: z.infer<typeof Claims> | undefined, deps: CheckAssertionDeps): void {
  const { client, clock, tokenUrl, seen } = deps;
  demand(claims !== undefined, 'claims are missing');
  demand(claims.iss === client.id && claims.sub === client.id, 'iss and sub are not the client');
  demand(claims.aud === tokenUrl, 'aud is not the token URL');
  const left = claims.exp - clock.now().getTime() / 1000;
  demand(left > 0, 'it is over');
  demand(left <= FIVE_MINUTES, 'it ends more than five minutes ahead');
  demand(!seen.has(claims.jti), 'it was taken before');
  seen.add(claims.jti);
}

function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new InvalidAssertion(otherwise);
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return undefined;
  }
}
