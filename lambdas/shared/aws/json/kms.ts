import * as z from 'zod';
import { SettingsInvalid } from '../../errors.ts';
import type { SigningAlgorithm } from '../../settings/smart-backend.ts';
import type { SigningKeys } from '../../signing-keys.ts';
import type { Aws } from '../wire/aws.ts';
import { isAwsError } from '../wire/aws-error.ts';
import { awsJson, type JsonApi } from './aws-json.ts';

const KMS: JsonApi = { service: 'kms', target: 'TrentService', version: '1.1' };

/** What KMS calls the algorithms of JSON Web Signatures. */
const KMS_ALGORITHM = {
  RS384: 'RSASSA_PKCS1_V1_5_SHA_384',
  ES384: 'ECDSA_SHA_384',
} as const satisfies Record<SigningAlgorithm, string>;

const Signed = z.object({ Signature: z.string().optional() });
const Public = z.object({ PublicKey: z.string().optional() });

/** Signing keys in KMS. Throws SettingsInvalid for a key that is not there or cannot sign so. */
export function kms(aws: Aws): SigningKeys {
  const call = awsJson(aws, KMS);
  return {
    async sign(key, alg, message) {
      // KMS hashes it: what is signed here is an assertion, of some 500 bytes.
      const input = {
        KeyId: key,
        SigningAlgorithm: KMS_ALGORITHM[alg],
        MessageType: 'RAW',
        Message: message.toString('base64'),
      };
      const signed = await call('Sign', input, Signed).catch(refused(key, `sign by ${alg}`));
      return bytes(signed.Signature, key);
    },
    async publicKey(key) {
      const input = { KeyId: key };
      const { PublicKey } = await call('GetPublicKey', input, Public).catch(
        refused(key, 'give a public key'),
      );
      return bytes(PublicKey, key);
    },
  };
}

/** What the settings or whoever keeps the key can put right. */
const UNFIT = [
  'DisabledException',
  'InvalidKeyUsageException',
  'KMSInvalidStateException',
  'NotFoundException',
];

const refused = (key: string, what: string) => (cause: unknown) => {
  throw isAwsError(cause, ...UNFIT)
    ? new SettingsInvalid(`KMS key "${key}" cannot ${what}; see docs/login.md`, { cause })
    : cause;
};

function bytes(answer: string | undefined, key: string): Buffer {
  if (!answer) throw new SettingsInvalid(`KMS key "${key}" gave an empty answer`);
  return Buffer.from(answer, 'base64');
}
