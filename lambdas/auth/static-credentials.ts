import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Authenticator } from './authenticator.ts';
import { readSecret, type Secrets } from './secrets.ts';

/** The secret of 1upHealth's client headers, and of OAuth clients. */
export const ClientSecret = z.looseObject({
  client_id: z.string().min(1),
  client_secret: z.string().min(1),
});
export type ClientSecret = z.infer<typeof ClientSecret>;

/** 1upHealth's header names, with underscores (1up 3). */
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

/** The `authorization` header of HTTP Basic, in UTF-8. */
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

/** Only characters that a header can carry: a line break behind the token is reported here. */
const TokenSecret = z.looseObject({ token: z.string().regex(/^[\x21-\x7e]+$/) });

/** A Bearer token that is renewed outside of Sluice. */
export const staticBearer = (name: string, secrets: Secrets): Authenticator =>
  staticCredential(
    name,
    TokenSecret,
    ({ token }) => ({ authorization: `Bearer ${token}` }),
    secrets,
  );

/** The authenticator of a credential in a secret that does not expire. After a 401 it reads the secret again. */
function staticCredential<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  toHeaders: (secret: z.infer<Schema>) => Record<string, string>,
  secrets: Secrets,
): Authenticator {
  let first: Record<string, string> | undefined;
  let latest: Promise<Record<string, string>> | undefined;
  const read = () => {
    latest = readSecret(name, schema, secrets).then(toHeaders);
    // A failure is not cached: the next request may find a valid secret.
    latest.catch(() => {
      latest = undefined;
    });
    return latest;
  };
  return {
    headers: () => latest ?? read(),
    async renew() {
      // Compared with the first, not the latest: another request may have read the new secret already.
      first ??= await latest;
      return !isDeepStrictEqual(await read(), first);
    },
  };
}
