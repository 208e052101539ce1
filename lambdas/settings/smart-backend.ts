import * as z from 'zod';
import { HttpUrl } from './http-url.ts';
import { SecretName } from './secret-name.ts';

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
export const SmartBackend = z.strictObject({
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
