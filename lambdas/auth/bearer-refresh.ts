import * as z from 'zod';
import { CredentialRefused } from '../runtime/errors.ts';
import type { Auth } from '../settings/auth.ts';
import { requestToken, type TokenDeps } from './access-token.ts';
import type { Authenticator, Purpose } from './authenticator.ts';
import { readSecret, type Secrets } from './secrets.ts';
import { ClientSecret, clientHeaderFields } from './static-credentials.ts';

/** The refresh token rotates. The access token is stored beside it, for the next Lambda to use. */
const RefreshSecret = ClientSecret.extend({
  refresh_token: z.string().min(1),
  access_token: z.string().min(1).optional(),
  renew_at: z.iso.datetime().optional(),
});
type RefreshSecret = z.infer<typeof RefreshSecret>;

/** After one of these waits another Lambda has written its new tokens to the secret: half a minute. */
const WRITE_BACK_SECONDS = [2, 4, 8, 16];

type Settings = Extract<Auth, { kind: 'bearer-refresh' }> & {
  private: boolean;
  /** Files are served to client headers only (1up 3). */
  filesByClientHeaders: boolean;
};

/** A two-hour Bearer token of one 1up user. A refresh writes the rotated tokens back to the secret. */
export function bearerRefresh(
  settings: Settings,
  deps: TokenDeps & { secrets: Secrets },
): Authenticator {
  const read = () => readSecret(settings.secret, RefreshSecret, deps.secrets);
  let cached: RefreshSecret | undefined;
  let refreshing: Promise<RefreshSecret> | undefined;
  // A refresh token can be used once: concurrent requests wait for the same refresh.
  const refresh = async (secret: RefreshSecret) => {
    refreshing ??= refreshHereOrElsewhere(secret, settings, deps).finally(() => {
      refreshing = undefined;
    });
    cached = await refreshing;
    return cached;
  };
  const usesClientHeaders = (purpose: Purpose) =>
    purpose === 'file' && settings.filesByClientHeaders;
  return {
    async headers(purpose) {
      cached ??= await read();
      if (usesClientHeaders(purpose)) return clientHeaderFields(cached, settings.userId);
      // Another Lambda may have refreshed in the meantime and written its tokens to the secret.
      if (!isFresh(cached, deps.clock.now())) cached = await read();
      const token = isFresh(cached, deps.clock.now()) ? cached : await refresh(cached);
      return { authorization: `Bearer ${token.access_token}` };
    },
    async renew(purpose) {
      const before = cached;
      cached = await read();
      if (usesClientHeaders(purpose)) return cached.client_secret !== before?.client_secret;
      if (cached.access_token === before?.access_token) await refresh(cached);
      return true;
    },
  };
}

const isFresh = (secret: RefreshSecret, now: Date) =>
  secret.access_token !== undefined && new Date(secret.renew_at ?? 0) > now;

/** Where another Lambda has just used the same refresh token, its new token in the secret is used. */
async function refreshHereOrElsewhere(
  secret: RefreshSecret,
  settings: Settings,
  deps: TokenDeps & { secrets: Secrets },
): Promise<RefreshSecret> {
  try {
    return await requestRefresh(secret, settings, deps);
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

async function requestRefresh(
  secret: RefreshSecret,
  settings: Settings,
  deps: TokenDeps & { secrets: Secrets },
): Promise<RefreshSecret> {
  const { client_id, client_secret, refresh_token } = secret;
  const form = { grant_type: 'refresh_token', client_id, client_secret, refresh_token };
  const endpoint = { ...settings, credential: `secret "${settings.secret}"` };
  const { accessToken, refreshToken, renewAt } = await requestToken(form, endpoint, deps);
  const next = {
    ...secret,
    refresh_token: refreshToken ?? refresh_token,
    access_token: accessToken,
    renew_at: renewAt.toISOString(),
  };
  await deps.secrets.write(settings.secret, JSON.stringify(next));
  return next;
}
