import * as z from 'zod';
import type { Authenticator } from './authenticator.ts';
import { fixedCredential } from './fixed-credential.ts';
import type { Secrets } from './secrets.ts';

/** Only what a header can carry: a line break that came along with the token is told here. */
const TokenSecret = z.looseObject({ token: z.string().regex(/^[\x21-\x7e]+$/) });

/** A Bearer token that somebody else renews. */
export const staticBearer = (name: string, secrets: Secrets): Authenticator =>
  fixedCredential(
    name,
    TokenSecret,
    ({ token }) => ({ authorization: `Bearer ${token}` }),
    secrets,
  );
