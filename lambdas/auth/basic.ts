import * as z from 'zod';
import type { Authenticator } from './authenticator.ts';
import { fixedCredential } from './fixed-credential.ts';
import type { Secrets } from './secrets.ts';

/** A colon would end the name early (RFC 7617 §2). */
const BasicSecret = z.looseObject({
  username: z.string().regex(/^[^:]+$/),
  password: z.string().min(1),
});

/** The value of an `authorization` header by HTTP Basic, in UTF-8. */
export const basicAuthorization = (username: string, password: string) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

/** HTTP Basic on every request. */
export const basic = (name: string, secrets: Secrets): Authenticator =>
  fixedCredential(
    name,
    BasicSecret,
    ({ username, password }) => ({ authorization: basicAuthorization(username, password) }),
    secrets,
  );
