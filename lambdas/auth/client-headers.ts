import * as z from 'zod';
import type { Authenticator } from './authenticator.ts';
import { fixedCredential } from './fixed-credential.ts';
import type { Secrets } from './secrets.ts';

/** The secret of 1upHealth's client headers, and of OAuth clients. */
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

/** Client headers on every request. */
export const clientHeaders = (name: string, userId: string, secrets: Secrets): Authenticator =>
  fixedCredential(name, ClientSecret, (secret) => clientHeaderFields(secret, userId), secrets);
