import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { SigningKeys } from '../auth/smart/signer.ts';
import { SettingsInvalid } from '../runtime/errors.ts';
import type { SigningAlgorithm } from '../settings/auth.ts';
import type { Aws } from './aws.ts';
import { isNamed } from './aws-errors.ts';

/** KMS's names of the algorithms of JSON Web Signatures. */
const KMS_ALGORITHM = {
  RS384: 'RSASSA_PKCS1_V1_5_SHA_384',
  ES384: 'ECDSA_SHA_384',
} as const satisfies Record<SigningAlgorithm, string>;

/** Signing keys in KMS. Throws SettingsInvalid for a key that does not exist or cannot sign. */
export function kms(aws: Aws): SigningKeys {
  const client = new KMSClient(aws.config);
  return {
    async sign(key, alg, message) {
      // KMS computes the hash: an assertion has some 500 bytes.
      const input = {
        ...{ KeyId: key, SigningAlgorithm: KMS_ALGORITHM[alg] },
        ...{ MessageType: 'RAW' as const, Message: message },
      };
      const { Signature } = await aws
        .call('Sign', () => client.send(new SignCommand(input)))
        .catch(keyRefused(key, `sign by ${alg}`));
      return bytes(Signature, key);
    },
    async publicKey(key) {
      const { PublicKey } = await aws
        .call('GetPublicKey', () => client.send(new GetPublicKeyCommand({ KeyId: key })))
        .catch(keyRefused(key, 'give a public key'));
      return bytes(PublicKey, key);
    },
  };
}

/** Errors that a change of the settings or of the key fixes. */
const KEY_ERRORS = [
  'DisabledException',
  'InvalidKeyUsageException',
  'KMSInvalidStateException',
  'NotFoundException',
];

const keyRefused = (key: string, what: string) => (cause: unknown) => {
  throw isNamed(cause, ...KEY_ERRORS)
    ? new SettingsInvalid(`KMS key "${key}" cannot ${what}; see docs/login.md`, { cause })
    : cause;
};

function bytes(answer: Uint8Array | undefined, key: string): Buffer {
  if (!answer?.length) throw new SettingsInvalid(`KMS key "${key}" gave an empty answer`);
  return Buffer.from(answer);
}
