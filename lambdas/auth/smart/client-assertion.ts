import type { Clock } from '../../runtime/clock.ts';
import type { Signer } from './signer.ts';

/** SMART allows five minutes; a minute less bears with a server whose clock is behind. */
const LIFE_SECONDS = 240;

type Client = { clientId: string; tokenUrl: string; jku?: string | undefined };

/**
 * A JSON Web Token that proves the client to the token endpoint (rule 8, RFC 7523 §3). Each serves
 * for one request, by the `jti` that `newId` gives it. Without `iat` and `nbf`, which a server whose clock is
 * behind would hold to be in the future.
 */
export async function clientAssertion(
  { clientId, tokenUrl, jku }: Client,
  signer: Signer,
  { clock, newId }: { clock: Pick<Clock, 'now'>; newId: () => string },
): Promise<string> {
  const header = { alg: signer.alg, kid: signer.kid, typ: 'JWT', ...(jku && { jku }) };
  const claims = {
    iss: clientId,
    sub: clientId,
    aud: tokenUrl,
    exp: Math.floor(clock.now().getTime() / 1000) + LIFE_SECONDS,
    jti: newId(),
  };
  const signed = `${encoded(header)}.${encoded(claims)}`;
  const signature = await signer.sign(Buffer.from(signed));
  return `${signed}.${signature.toString('base64url')}`;
}

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
