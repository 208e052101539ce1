import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { Authenticator } from './authenticator.ts';
import { readSecret } from './read-secret.ts';
import type { Secrets } from './secrets.ts';

/**
 * A credential that stands in a secret and does not expire. After a 401 the secret is read again, as
 * somebody may have put another one in.
 */
export function fixedCredential<Schema extends z.ZodType>(
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
