import type { z } from 'zod';
import { SettingsInvalid } from '../runtime/errors.ts';
import { jsonOrNothing } from '../runtime/json.ts';

/** Secrets Manager in the verbs that Sluice needs. Values are JSON text. */
export type Secrets = {
  read(name: string): Promise<string>;
  /** Writes a rotated value back. */
  write(name: string, text: string): Promise<void>;
};

/** A secret's JSON, checked. Throws SettingsInvalid that names the fields, never their values. */
export async function readSecret<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  secrets: Secrets,
): Promise<z.infer<Schema>> {
  const checked = schema.safeParse(jsonOrNothing(await secrets.read(name)));
  if (checked.success) return checked.data;
  const fields = checked.error.issues.map((issue) => issue.path.join('.') || 'a JSON object');
  throw new SettingsInvalid(`secret "${name}" lacks ${[...new Set(fields)].join(', ')}`);
}
