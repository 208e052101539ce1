import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { Secrets } from '../../lambdas/auth/secrets.ts';
import type { SigningKeys } from '../../lambdas/auth/smart/signer.ts';
import { SettingsInvalid } from '../../lambdas/runtime/errors.ts';

/** Secrets in memory; `values` may be looked at and changed, as an operator does. */
type MemorySecrets = Secrets & { readonly values: Map<string, string> };

/** Secrets that keep what is written to them, each given as the object that its JSON holds. */
export function memorySecrets(initial: Record<string, object> = {}): MemorySecrets {
  const values = new Map(
    Object.entries(initial).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  return {
    values,
    async read(name) {
      const value = values.get(name);
      if (value === undefined) throw new SettingsInvalid(`secret "${name}" has no value`);
      return value;
    },
    async write(name, text) {
      values.set(name, text);
    },
  };
}

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
