import { SettingsInvalid } from '../runtime/errors.ts';

/** The variables that the stack sets on its functions. */
export type Variable = 'BUCKET' | 'DATABASE' | 'JWKS_FOLDER' | 'SOURCES_FILE' | 'STATE_MACHINE_ARN';

/** The value of a variable. Throws SettingsInvalid where it is not set. */
export function environment(variable: Variable): string {
  const value = process.env[variable];
  if (!value) throw new SettingsInvalid(`the environment variable ${variable} is not set`);
  return value;
}
