import * as z from 'zod';
import { HttpUrl } from './http-url.ts';
import { SecretName } from './secret-name.ts';
import { type KmsKey, SmartBackend } from './smart-backend.ts';

/** 1upHealth's client headers: `client_id`, `client_secret`, `x-oneup-user-id`. They do not expire. */
const ClientHeaders = z.strictObject({
  kind: z.literal('client-headers'),
  secret: SecretName,
  userId: z.string().min(1).default('client'),
});

/** A two-hour Bearer token renewed by a refresh token, which rotates and is written back to the secret. */
const BearerRefresh = z.strictObject({
  kind: z.literal('bearer-refresh'),
  secret: SecretName,
  /** Whose data the client headers of a download name. */
  userId: z.string().min(1).default('client'),
  tokenUrl: HttpUrl,
});

/** OAuth 2.0 client credentials (RFC 6749 §4.4). */
const ClientCredentials = z.strictObject({
  kind: z.literal('client-credentials'),
  secret: SecretName,
  tokenUrl: HttpUrl,
  scope: z.string().min(1).optional(),
  /** Where the client's id and secret go: into the form, or into HTTP Basic (RFC 6749 §2.3.1). */
  send: z.enum(['body', 'basic']).default('body'),
});

/** HTTP Basic on every request (RFC 7617). */
const Basic = z.strictObject({ kind: z.literal('basic'), secret: SecretName });

/** A Bearer token that somebody else renews, by putting a new one into the secret. */
const StaticBearer = z.strictObject({ kind: z.literal('static-bearer'), secret: SecretName });

const None = z.strictObject({ kind: z.literal('none') });

/** How a source is logged in to. */
export const Auth = z.discriminatedUnion('kind', [
  ClientHeaders,
  BearerRefresh,
  ClientCredentials,
  SmartBackend,
  Basic,
  StaticBearer,
  None,
]);
export type Auth = z.infer<typeof Auth>;

/** Name of the secret that a login reads; undefined where it reads none. */
export function secretOf(auth: Auth): string | undefined {
  if (auth.kind !== 'smart-backend') return 'secret' in auth ? auth.secret : undefined;
  return auth.key.kind === 'secret' ? auth.key.secret : undefined;
}

/** The KMS keys that a login names. */
export const kmsKeysOf = (auth: Auth): KmsKey[] =>
  auth.kind === 'smart-backend' && auth.key.kind === 'kms' ? auth.key.keys : [];

/** What to look at where a server refuses a login: the names of secret and keys, never their values. */
export function credentialName(auth: Auth): string {
  if (auth.kind === 'none') return 'no credential, as its auth is "none"';
  const secret = secretOf(auth);
  const names = [
    ...(secret === undefined ? [] : [`secret "${secret}"`]),
    ...kmsKeysOf(auth).map(({ key }) => `KMS key "${key}"`),
  ];
  return names.join(', ');
}
