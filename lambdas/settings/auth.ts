import * as z from 'zod';
import { HttpUrl } from './http-url.ts';

/** Name of the Secrets Manager secret that holds the credential; the settings never hold one. */
const SecretName = z.string().regex(/^[\w/+=.@-]{1,512}$/, 'the name of a Secrets Manager secret');

/** The two algorithms of SMART App Launch (rule 8); ES384 is ECDSA on the curve P-384. */
export const SigningAlgorithm = z.enum(['RS384', 'ES384']);
export type SigningAlgorithm = z.infer<typeof SigningAlgorithm>;

/**
 * Names a KMS key in the account and region of the stack. An alias may be led to another key in KMS
 * without a deployment.
 */
const KmsKeyName = z
  .string()
  .regex(
    /^(alias\/(?!aws\/)[\w/-]{1,250}|(arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/)?(mrk-)?[0-9a-f-]{32,36})$/,
    'the alias ("alias/…"), the id or the ARN of a KMS key',
  );

/** A private JWK Set in a secret: the private keys can be read by whoever may read the secret. */
const KeysInSecret = z.strictObject({ kind: z.literal('secret'), secret: SecretName });

const KmsKey = z.strictObject({
  key: KmsKeyName,
  alg: SigningAlgorithm,
  /** The key's id in the JWK Set; its thumbprint (RFC 7638) unless given. */
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
 * SMART App Launch 2.2, Backend Services: a token for an assertion that is signed with a private key
 * (rule 8). The first key signs; all are published, so that a new one can be known before it signs.
 */
const SmartBackend = z.strictObject({
  kind: z.literal('smart-backend'),
  clientId: z.string().min(1),
  key: ClientKeys,
  /** Needed where the token endpoint is not on the origin of `baseUrl`; else it is discovered (rule 11). */
  tokenUrl: HttpUrl.optional(),
  /** Read and search of everything, in the words of SMART 2; servers of SMART 1 say `system/*.read`. */
  scope: z.string().min(1).default('system/*.rs'),
  /** The URL of the public JWK Set, where the server wants to be told in each assertion. */
  jku: HttpUrl.optional(),
});

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
export function secretName(auth: Auth): string | undefined {
  if (auth.kind !== 'smart-backend') return 'secret' in auth ? auth.secret : undefined;
  return auth.key.kind === 'secret' ? auth.key.secret : undefined;
}

/** The KMS keys that a login names. */
export const kmsKeysOf = (auth: Auth): KmsKey[] =>
  auth.kind === 'smart-backend' && auth.key.kind === 'kms' ? auth.key.keys : [];

/** What to look at where a server refuses a login: the names of secret and keys, never their values. */
export function credentialName(auth: Auth): string {
  if (auth.kind === 'none') return 'no credential, as its auth is "none"';
  const secret = secretName(auth);
  const names = [
    ...(secret === undefined ? [] : [`secret "${secret}"`]),
    ...kmsKeysOf(auth).map(({ key }) => `KMS key "${key}"`),
  ];
  return names.join(', ');
}
