import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { SigningKeys } from '../../lambdas/auth/smart/signer.ts';
import { SettingsInvalid } from '../../lambdas/runtime/errors.ts';

/** KMS in memory: private keys by the name that KMS would know them by. */
export function memorySigningKeys(keys: Record<string, KeyObject> = {}): SigningKeys {
  const named = (name: string) => {
    const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
    if (!key) throw new SettingsInvalid(`KMS key "${name}" is not there`);
    return key;
  };
  return {
    sign: async (name, _, message) => sign('sha384', message, named(name)),
    publicKey: async (name) => createPublicKey(named(name)).export({ format: 'der', type: 'spki' }),
  };
}
