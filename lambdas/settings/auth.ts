import * as z from 'zod';
import { HttpUrl } from './http-url.ts';

/** Name of the Secrets Manager secret that holds the credential; the settings never hold a credential. */
const SecretName = z.string().regex(/^[\w/+=.@-]{1,512}$/, 'the name of a Secrets Manager secret');

/** The two algorithms of SMART App Launch (rule 8); ES384 is ECDSA on the curve P-384. */
export const SigningAlgorithm = z.enum(['RS384', 'ES384']);
export type SigningAlgorithm = z.infer<typeof SigningAlgorithm>;

/** A KMS key in the stack's account and region. An alias can be pointed to another key without a deployment. */
const KmsKeyName = z
  .string()
  .regex(
    /^(alias\/(?!aws\/)[\w/-]{1,250}|(arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/)?(mrk-)?[0-9a-f-]{32,36})$/,
    'the alias ("alias/…"), the id or the ARN of a KMS key',
  );

/** A private JWK Set in a secret. Whoever may read the secret can read the private keys. */
const KeysInSecret = z.strictObject({ kind: z.literal('secret'), secret: SecretName });

const KmsKey = z.strictObject({
  key: KmsKeyName,
  alg: SigningAlgorithm,
  /** The key's id in the JWK Set; default: its thumbprint (RFC 7638). */
  kid: z.string().min(1).optional(),
});
export type KmsKey = z.infer<typeof KmsKey>;

/** Keys that never leave KMS (rule 9). */
const KeysInKms = z.strictObject({
  kind: z.literal('kms'),
  keys: z.tuple([KmsKey], KmsKey),
});

/** Where the private keys of a client are. */
const ClientKeys = z.discriminatedUnion('kind', [KeysInSecret, KeysInKms]);
export type ClientKeys = z.infer<typeof ClientKeys>;

/**
 * SMART App Launch 2.2, Backend Services: a token in exchange for an assertion signed with a private key
 * (rule 8). The first key signs; all keys are published, so that servers know a new key before it signs.
 */
const SmartBackend = z.strictObject({
  kind: z.literal('smart-backend'),
  clientId: z.string().min(1),
  key: ClientKeys,
  /** Required if the token endpoint is on another origin than `baseUrl`; default: discovered (rule 11). */
  tokenUrl: HttpUrl.optional(),
  /** Read and search everything, in SMART 2's syntax; servers of SMART 1 use `system/*.read`. */
  scope: z.string().min(1).default('system/*.rs'),
  /** The URL of the public JWK Set, if the server wants it in each assertion. */
  jku: HttpUrl.optional(),
});

/** 1upHealth's client headers: `client_id`, `client_secret`, `x-oneup-user-id`. They do not expire. */
const ClientHeaders = z.strictObject({
  kind: z.literal('client-headers'),
  secret: SecretName,
  userId: z.string().min(1).default('client'),
});

/** A two-hour Bearer token, renewed by a refresh token that rotates and is written back to the secret. */
const BearerRefresh = z.strictObject({
  kind: z.literal('bearer-refresh'),
  secret: SecretName,
  /** The user id in the client headers of a download. */
  userId: z.string().min(1).default('client'),
  tokenUrl: HttpUrl,
});

/** OAuth 2.0 client credentials (RFC 6749 §4.4). */
const ClientCredentials = z.strictObject({
  kind: z.literal('client-credentials'),
  secret: SecretName,
  tokenUrl: HttpUrl,
  scope: z.string().min(1).optional(),
  /** Whether the client's id and secret are sent in the form or as HTTP Basic (RFC 6749 §2.3.1). */
  send: z.enum(['body', 'basic']).default('body'),
});

/** HTTP Basic on every request (RFC 7617). */
const Basic = z.strictObject({ kind: z.literal('basic'), secret: SecretName });

/** A Bearer token that is renewed outside of Sluice, by replacing it in the secret. */
const StaticBearer = z.strictObject({ kind: z.literal('static-bearer'), secret: SecretName });

const None = z.strictObject({ kind: z.literal('none') });

/** How Sluice logs in to a source. */
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

/** Name of the secret that a login reads, if any. */
export function secretName(auth: Auth): string | undefined {
  if (auth.kind !== 'smart-backend') return 'secret' in auth ? auth.secret : undefined;
  return auth.key.kind === 'secret' ? auth.key.secret : undefined;
}

/** The KMS keys that a login uses. */
export const kmsKeysOf = (auth: Auth): KmsKey[] =>
  auth.kind === 'smart-backend' && auth.key.kind === 'kms' ? auth.key.keys : [];

/** The credential to check when a server rejects a login: names of secrets and keys, never their values. */
export function credentialName(auth: Auth): string {
  if (auth.kind === 'none') return 'no credential, as its auth is "none"';
  const secret = secretName(auth);
  const names = [
    ...(secret === undefined ? [] : [`secret "${secret}"`]),
    ...kmsKeysOf(auth).map(({ key }) => `KMS key "${key}"`),
  ];
  return names.join(', ');
}
