import { SettingsInvalid } from '../../lambdas/runtime/errors.ts';
import { secretName } from '../../lambdas/settings/auth.ts';
import { type Sources, sourceNamed } from '../../lambdas/settings/sources.ts';
import { hasSecret } from '../cloud/secrets-manager.ts';

/**
 * The credentials for a command with one source, by the name of the secret. Throws SettingsInvalid if
 * neither the environment nor the lake, which stores rotated credentials, has that of the source.
 */
export function sourceSecrets(
  sourceId: string,
  sources: Sources,
  lake: string,
  environment: Environment,
): Record<string, string> {
  const secret = secretName(sourceNamed(sources, sourceId).auth);
  const secrets = environmentSecrets(sources, environment);
  if (secret !== undefined && !hasSecret({ directory: lake, seeds: secrets }, secret))
    throw new SettingsInvalid(
      `no credential for "${sourceId}": set the environment variable ` +
        `${secretVariable(sourceId)} to the JSON of secret "${secret}"`,
    );
  return secrets;
}

/** Environment variables by name. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The credentials of the environment, by the name of the secret: the secret of source `acme` is JSON in
 * `SLUICE_SECRET_ACME`. Throws SettingsInvalid if sources share a secret and their variables differ.
 */
export function environmentSecrets(
  sources: Sources,
  environment: Environment,
): Record<string, string> {
  const found = new Map<string, { variable: string; value: string }>();
  for (const [id, { auth }] of Object.entries(sources)) {
    const variable = secretVariable(id);
    const value = environment[variable];
    const secret = secretName(auth);
    if (secret === undefined || !value) continue;
    const other = found.get(secret);
    if (other && other.value !== value)
      throw new SettingsInvalid(
        `${other.variable} and ${variable} differ, but both are for secret "${secret}"; set one of them`,
      );
    found.set(secret, { variable, value });
  }
  return Object.fromEntries([...found].map(([secret, { value }]) => [secret, value]));
}

/** The environment variable of a source's credential. */
export const secretVariable = (sourceId: string) =>
  `SLUICE_SECRET_${sourceId.toUpperCase().replaceAll('-', '_')}`;
