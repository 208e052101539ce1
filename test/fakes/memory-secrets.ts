import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { Secrets } from '../../lambdas/auth/secrets.ts';
import type { SigningKeys } from '../../lambdas/auth/smart/signer.ts';
import { SettingsInvalid } from '../../lambdas/runtime/errors.ts';

/** Secrets in memory; tests read and change `values`, as an operator does. */
type MemorySecrets = Secrets & { readonly values: Map<string, string> };

/** Secrets in memory, with the objects whose JSON they contain at first. */
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

/** KMS in memory: private keys by their names in KMS. */
export function memorySigningKeys(keys: Record<string, KeyObject> = {}): SigningKeys {
  const named = (name: string) => {
    const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
    if (!key) throw new SettingsInvalid(`KMS key "${name}" does not exist`);
    return key;
  };
  return {
    sign: async (name, _, message) => sign('sha384', message, named(name)),
    publicKey: async (name) => createPublicKey(named(name)).export({ format: 'der', type: 'spki' }),
  };
}
