import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { z } from 'zod';
import type { JsonApi } from '../json-api.ts';
import { jsonApi, operationsRefusing } from '../operations.ts';
import { AwsError } from '../service.ts';
import {
  arnOf,
  createAlias,
  createKey,
  findKey,
  type KeyRing,
  KeySpec,
  type StoredKey,
} from './key-ring.ts';

const operation = operationsRefusing('ValidationException');

const AliasName = z.string().regex(/^alias\/[\w/-]{1,250}$/);
const KeyId = z.string().min(1).max(2048);
const SigningAlgorithm = z.enum(['RSASSA_PKCS1_V1_5_SHA_384', 'ECDSA_SHA_384']);

const CreateKey = z.strictObject({ KeySpec, KeyUsage: z.literal('SIGN_VERIFY') });
const CreateAlias = z.strictObject({ AliasName, TargetKeyId: KeyId });
const GetPublicKey = z.strictObject({ KeyId });
/** As AWS: a message of at most 4,096 bytes. Sluice has no digest signed. */
const Sign = z.strictObject({
  KeyId,
  SigningAlgorithm,
  MessageType: z.literal('RAW').default('RAW'),
  Message: z
    .base64()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine(({ length }) => length >= 1 && length <= 4096, 'from 1 to 4096 bytes'),
});

/**
 * KMS with keys that sign, under `.sluice/kms/`. The keys that the settings name are made when they
 * are first asked for; they are this lake's own, and never those of an account.
 */
export const kms = (ring: KeyRing): JsonApi =>
  jsonApi({
    CreateKey: operation(CreateKey, (input) => {
      const { id, spec } = createKey(ring, input.KeySpec);
      const metadata = { KeyId: id, Arn: arnOf(id), KeySpec: spec, KeyUsage: 'SIGN_VERIFY' };
      return { KeyMetadata: metadata };
    }),
    CreateAlias: operation(CreateAlias, ({ AliasName, TargetKeyId }) =>
      createAlias(ring, AliasName, TargetKeyId),
    ),
    GetPublicKey: operation(GetPublicKey, (input) => {
      const key = findKey(ring, input.KeyId);
      const der = createPublicKey(privateKey(key)).export({ format: 'der', type: 'spki' });
      const KeyUsage = 'SIGN_VERIFY';
      return { KeyId: arnOf(key.id), KeySpec: key.spec, KeyUsage, PublicKey: base64(der) };
    }),
    Sign: operation(Sign, (input) => {
      const { SigningAlgorithm, Message } = input;
      const key = findKey(ring, input.KeyId);
      if (SigningAlgorithm.startsWith('RSA') !== key.spec.startsWith('RSA'))
        throw new AwsError(
          'InvalidKeyUsageException',
          `${SigningAlgorithm} is incompatible with key spec ${key.spec}.`,
        );
      const signature = sign('sha384', Message, privateKey(key));
      return { KeyId: arnOf(key.id), SigningAlgorithm, Signature: base64(signature) };
    }),
  });

const privateKey = ({ pkcs8 }: StoredKey) =>
  createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' });

const base64 = (bytes: Buffer) => bytes.toString('base64');
