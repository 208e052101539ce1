import type { z } from 'zod';
import { SettingsInvalid } from '../runtime/errors.ts';
import { issuePaths, tryParseJson } from '../runtime/json.ts';

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
  throw new SettingsInvalid(`secret "${name}" lacks ${issuePaths(checked.error).join(', ')}`);
}
