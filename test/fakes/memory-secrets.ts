import type { Secrets } from '../../lambdas/auth/secrets.ts';
import { SettingsInvalid } from '../../lambdas/runtime/errors.ts';

/** Secrets in memory; `values` may be looked at and changed, as an operator does. */
export type MemorySecrets = Secrets & { readonly values: Map<string, string> };

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
