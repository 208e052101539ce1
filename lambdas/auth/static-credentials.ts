import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Authenticator } from './authenticator.ts';
import { readSecret, type Secrets } from './secrets.ts';

/**
 * A credential that stands in a secret and does not expire. After a 401 the secret is read again, as
 * somebody may have put another one in.
 */
function staticCredential<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  toHeaders: (secret: z.infer<Schema>) => Record<string, string>,
  secrets: Secrets,
): Authenticator {
  let first: Record<string, string> | undefined;
  let known: Promise<Record<string, string>> | undefined;
  const read = () => {
    known = readSecret(name, schema, secrets).then(toHeaders);
    // A failure is not kept: the next request may find the secret in order.
    known.catch(() => {
      known = undefined;
    });
    return known;
  };
  return {
    headers: () => known ?? read(),
    async renew() {
      // Not with the last one: another request may have found the change, and this one carried the old.
      first ??= await known;
      return !isDeepStrictEqual(await read(), first);
    },
  };
}

/** The secret of 1upHealth's client headers, and of OAuth clients. */
export const ClientSecret = z.looseObject({
  client_id: z.string().min(1),
  client_secret: z.string().min(1),
});
export type ClientSecret = z.infer<typeof ClientSecret>;

/** The header names are 1upHealth's, underscores included (1up 3). */
export const clientHeaderFields = (secret: ClientSecret, userId: string) => ({
  client_id: secret.client_id,
  client_secret: secret.client_secret,
  'x-oneup-user-id': userId,
});

/** Client headers on every request. */
export const clientHeaders = (name: string, userId: string, secrets: Secrets): Authenticator =>
  staticCredential(name, ClientSecret, (secret) => clientHeaderFields(secret, userId), secrets);

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
  staticCredential(
    name,
    BasicSecret,
    ({ username, password }) => ({ authorization: basicAuthorization(username, password) }),
    secrets,
  );

/** Only what a header can carry: a line break that came along with the token is told here. */
const TokenSecret = z.looseObject({ token: z.string().regex(/^[\x21-\x7e]+$/) });

/** A Bearer token that somebody else renews. */
export const staticBearer = (name: string, secrets: Secrets): Authenticator =>
  staticCredential(
    name,
    TokenSecret,
    ({ token }) => ({ authorization: `Bearer ${token}` }),
    secrets,
  );
