import type { Sources } from '../../lambdas/shared/settings/sources.ts';

/**
 * The credentials that the environment holds, by the name of the secret: source `acme` finds its
 * secret's JSON in `SLUICE_SECRET_ACME`.
 */
export function environmentSecrets(
  sources: Sources,
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const found = Object.entries(sources).flatMap(([id, { auth }]) => {
    const value = environment[secretVariable(id)];
    return 'secret' in auth && value ? [[auth.secret, value]] : [];
  });
  return Object.fromEntries(found);
}

/** The variable that holds a source's credential on a laptop. */
export const secretVariable = (sourceId: string) =>
  `SLUICE_SECRET_${sourceId.toUpperCase().replaceAll('-', '_')}`;
