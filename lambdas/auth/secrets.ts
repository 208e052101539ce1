import type { z } from 'zod';
import { SettingsInvalid } from '../runtime/errors.ts';
import { tryParseJson } from '../runtime/json.ts';

/** What Sluice needs of Secrets Manager. Values are JSON text. */
export type Secrets = {
  read(name: string): Promise<string>;
  /** Writes a rotated value back. */
  write(name: string, text: string): Promise<void>;
};

/** Reads and checks the JSON of a secret. Throws SettingsInvalid, which names fields and never values. */
export async function readSecret<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  secrets: Secrets,
): Promise<z.infer<Schema>> {
  const checked = schema.safeParse(tryParseJson(await secrets.read(name)));
  if (checked.success) return checked.data;
  const fields = checked.error.issues.map((issue) => issue.path.join('.') || 'a JSON object');
  throw new SettingsInvalid(`secret "${name}" lacks ${[...new Set(fields)].join(', ')}`);
}
