import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { SigningKeys } from '../auth/smart/signer.ts';
import { SettingsInvalid } from '../runtime/errors.ts';
import type { SigningAlgorithm } from '../settings/smart-backend.ts';
import type { Aws } from './aws.ts';
import { isNamed } from './aws-errors.ts';

/** What KMS calls the algorithms of JSON Web Signatures. */
const KMS_ALGORITHM = {
  RS384: 'RSASSA_PKCS1_V1_5_SHA_384',
  ES384: 'ECDSA_SHA_384',
} as const satisfies Record<SigningAlgorithm, string>;

/** Signing keys in KMS. Throws SettingsInvalid for a key that is not there or cannot sign so. */
export function kms(aws: Aws): SigningKeys {
  const client = new KMSClient(aws.config);
  return {
    async sign(key, alg, message) {
      // KMS hashes it: what is signed here is an assertion, of some 500 bytes.
      const input = {
        ...{ KeyId: key, SigningAlgorithm: KMS_ALGORITHM[alg] },
        ...{ MessageType: 'RAW' as const, Message: message },
      };
      const { Signature } = await aws
        .call('Sign', () => client.send(new SignCommand(input)))
        .catch(refused(key, `sign by ${alg}`));
      return bytes(Signature, key);
    },
    async publicKey(key) {
      const { PublicKey } = await aws
        .call('GetPublicKey', () => client.send(new GetPublicKeyCommand({ KeyId: key })))
        .catch(refused(key, 'give a public key'));
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
  throw isNamed(cause, ...UNFIT)
    ? new SettingsInvalid(`KMS key "${key}" cannot ${what}; see docs/login.md`, { cause })
    : cause;
};

function bytes(answer: Uint8Array | undefined, key: string): Buffer {
  if (!answer?.length) throw new SettingsInvalid(`KMS key "${key}" gave an empty answer`);
  return Buffer.from(answer);
}
