import * as z from 'zod';
import { CredentialRefused } from '../runtime/errors.ts';
import type { Auth } from '../settings/auth.ts';
import { requestToken, type TokenDeps } from './access-token.ts';
import type { Authenticator, Purpose } from './authenticator.ts';
import { readSecret, type Secrets } from './secrets.ts';
import { ClientSecret, clientHeaderFields } from './static-credentials.ts';

/** The refresh token rotates; the access token is kept beside it for the next Lambda to use. */
const RefreshSecret = ClientSecret.extend({
  refresh_token: z.string().min(1),
  access_token: z.string().min(1).optional(),
  renew_at: z.iso.datetime().optional(),
});
type RefreshSecret = z.infer<typeof RefreshSecret>;

/** By one of these the one who refreshed has written the new pair to the secret: half a minute. */
const WRITE_BACK_SECONDS = [2, 4, 8, 16];

type Settings = Extract<Auth, { kind: 'bearer-refresh' }> & {
  private: boolean;
  /** Files are served to client headers only (1up 3). */
  filesWantClientHeaders: boolean;
};

/** A two-hour Bearer token of one 1up user; a refresh writes the rotated pair back to the secret. */
export function bearerRefresh(
  settings: Settings,
  deps: TokenDeps & { secrets: Secrets },
): Authenticator {
  const read = () => readSecret(settings.secret, RefreshSecret, deps.secrets);
  let known: RefreshSecret | undefined;
  let refreshing: Promise<RefreshSecret> | undefined;
  // A refresh token serves once: requests side by side wait for the same refresh.
  const refresh = async (secret: RefreshSecret) => {
    refreshing ??= refreshedByAnyone(secret, settings, deps).finally(() => {
      refreshing = undefined;
    });
    known = await refreshing;
    return known;
  };
  const byClientHeaders = (purpose: Purpose) =>
    purpose === 'file' && settings.filesWantClientHeaders;
  return {
    async headers(purpose) {
      known ??= await read();
      if (byClientHeaders(purpose)) return clientHeaderFields(known, settings.userId);
      // Another Lambda may have refreshed in the meantime: the secret knows.
      if (!isFresh(known, deps.clock.now())) known = await read();
      const token = isFresh(known, deps.clock.now()) ? known : await refresh(known);
      return { authorization: `Bearer ${token.access_token}` };
    },
    async renew(purpose) {
      const before = known;
      known = await read();
      if (byClientHeaders(purpose)) return known.client_secret !== before?.client_secret;
      if (known.access_token === before?.access_token) await refresh(known);
      return true;
    },
  };
}

const isFresh = (secret: RefreshSecret, now: Date) =>
  secret.access_token !== undefined && new Date(secret.renew_at ?? 0) > now;

/** Another Lambda may have used the same refresh token just before: then its token serves us both. */
async function refreshedByAnyone(
  secret: RefreshSecret,
  settings: Settings,
  deps: TokenDeps & { secrets: Secrets },
): Promise<RefreshSecret> {
  try {
    return await refreshed(secret, settings, deps);
  } catch (error) {
    if (!(error instanceof CredentialRefused)) throw error;
    for (const waitSeconds of WRITE_BACK_SECONDS) {
      await deps.clock.sleep(waitSeconds * 1000);
      const current = await readSecret(settings.secret, RefreshSecret, deps.secrets);
      const isNew = current.refresh_token !== secret.refresh_token;
      if (isNew && isFresh(current, deps.clock.now())) return current;
    }
    throw error;
  }
}

async function refreshed(
  secret: RefreshSecret,
  settings: Settings,
  deps: TokenDeps & { secrets: Secrets },
): Promise<RefreshSecret> {
  const { client_id, client_secret, refresh_token } = secret;
  const form = { grant_type: 'refresh_token', client_id, client_secret, refresh_token };
  const place = { ...settings, credential: `secret "${settings.secret}"` };
  const { accessToken, refreshToken, renewAt } = await requestToken(form, place, deps);
  const next = {
    ...secret,
    refresh_token: refreshToken ?? refresh_token,
    access_token: accessToken,
    renew_at: renewAt.toISOString(),
  };
  await deps.secrets.write(settings.secret, JSON.stringify(next));
  return next;
}
