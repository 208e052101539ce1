import * as z from 'zod';
import { HttpUrl } from './http-url.ts';

/** Name of the Secrets Manager secret that holds the credential; the settings never hold one. */
const secret = z.string().regex(/^[\w/+=.@-]{1,512}$/, 'the name of a Secrets Manager secret');

/** 1upHealth's client headers: `client_id`, `client_secret`, `x-oneup-user-id`. They do not expire. */
const ClientHeaders = z.strictObject({
  kind: z.literal('client-headers'),
  secret,
  userId: z.string().min(1).default('client'),
});

/** A two-hour Bearer token renewed by a refresh token, which rotates and is written back to the secret. */
const BearerRefresh = z.strictObject({
  kind: z.literal('bearer-refresh'),
  secret,
  /** Whose data the client headers of a download name. */
  userId: z.string().min(1).default('client'),
  tokenUrl: HttpUrl,
});

/** OAuth 2.0 client credentials (RFC 6749 §4.4), the client's id and secret in the form body. */
const ClientCredentials = z.strictObject({
  kind: z.literal('client-credentials'),
  secret,
  tokenUrl: HttpUrl,
  scope: z.string().min(1).optional(),
});

const None = z.strictObject({ kind: z.literal('none') });

/** How a source is logged in to. */
export const Auth = z.discriminatedUnion('kind', [
  ClientHeaders,
  BearerRefresh,
  ClientCredentials,
  None,
]);
export type Auth = z.infer<typeof Auth>;
