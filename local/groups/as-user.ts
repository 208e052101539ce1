import { SettingsInvalid } from '../../lambdas/runtime/errors.ts';
import { type Sources, sourceNamed } from '../../lambdas/settings/sources.ts';

/**
 * The settings with another 1up user in the login of one source. 1upHealth takes `client` for reads
 * alone; a write names the user under whom the resource is stored (1up 3). Throws
 * SettingsInvalid where the source's login knows no user.
 */
export function asUser(userId: string, sourceId: string, sources: Sources): Sources {
  const source = sourceNamed(sources, sourceId);
  const { auth } = source;
  if (!('userId' in auth))
    throw new SettingsInvalid(`--user: the login of "${sourceId}" is ${auth.kind}, without a user`);
  return { ...sources, [sourceId]: { ...source, auth: { ...auth, userId } } };
}
