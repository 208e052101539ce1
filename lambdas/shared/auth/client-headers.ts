import * as z from 'zod';
import type { Secrets } from '../secrets.ts';
import type { Authenticator } from './authenticator.ts';
import { readSecret } from './read-secret.ts';

/** The secret of 1upHealth's client headers. */
export const ClientSecret = z.looseObject({
  client_id: z.string().min(1),
  client_secret: z.string().min(1),
});
export type ClientSecret = z.infer<typeof ClientSecret>;

/** The header names are 1upHealth's, underscores included (oneup-api 3). */
export const clientHeaderFields = (secret: ClientSecret, userId: string) => ({
  client_id: secret.client_id,
  client_secret: secret.client_secret,
  'x-oneup-user-id': userId,
});

/** Client headers do not expire; after a 401 the secret is read again, since it may have changed. */
export function clientHeaders(name: string, userId: string, secrets: Secrets): Authenticator {
  let known: Promise<ClientSecret> | undefined;
  const read = () => {
    known = readSecret(name, ClientSecret, secrets);
    // A failure is not kept: the next request may find the secret in order.
    known.catch(() => {
      known = undefined;
    });
    return known;
  };
  return {
    async headers() {
      return clientHeaderFields(await (known ?? read()), userId);
    },
    async renew() {
      const before = await known;
      return (await read()).client_secret !== before?.client_secret;
    },
  };
}
