import { SettingsInvalid } from '../../lambdas/runtime/errors.ts';
import { secretOf } from '../../lambdas/settings/auth.ts';
import { type Sources, sourceNamed } from '../../lambdas/settings/sources.ts';
import { hasSecret } from '../cloud/secrets-manager.ts';
import { type Environment, environmentSecrets, secretVariable } from './environment-secrets.ts';

/**
 * The credentials for a command that is about one source, by the name of the secret. Throws
 * SettingsInvalid that says which variable to set where neither the environment nor the lake, which
 * keeps what was rotated, has the source's own.
 */
export function sourceSecrets(
  sourceId: string,
  sources: Sources,
  lake: string,
  environment: Environment,
): Record<string, string> {
  const secret = secretOf(sourceNamed(sources, sourceId).auth);
  const secrets = environmentSecrets(sources, environment);
  if (secret !== undefined && !hasSecret({ directory: lake, seeds: secrets }, secret))
    throw new SettingsInvalid(
      `no credential for "${sourceId}": put the JSON of secret "${secret}" into the ` +
        `environment variable ${secretVariable(sourceId)}`,
    );
  return secrets;
}
