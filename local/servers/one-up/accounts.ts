import type { Clock } from '../../../lambdas/runtime/clock.ts';
import { accessTokens, type IssuedToken } from '../auth/access-tokens.ts';
import type { ClientSecret } from '../auth/login.ts';
import type { ServerRequest } from '../http/server.ts';

type AccountSettings = {
  clock: Pick<Clock, 'now'>;
  client: ClientSecret;
  /** Lifetime of an access token. Default: two hours, as at 1upHealth. */
  tokenSeconds?: number;
  /** The first refresh token; each use replaces it. */
  refreshToken?: string;
};

/**
 * One customer's credentials, for all servers of that customer; every user sees the same data. Access
 * tokens expire by the clock; a refresh token can be used once.
 */
export function accounts({ clock, client, tokenSeconds = 7200, refreshToken }: AccountSettings) {
  const tokens = accessTokens({ clock, clientId: client.id, tokenSeconds });
  const { issue, byBearer } = tokens;
  let currentRefreshToken = refreshToken;

  const isClient = (id: string | null | undefined, secret: string | null | undefined) =>
    id === client.id && secret === client.secret;

  /** `client_id`, `client_secret` and the user whose data is requested (1up 3). */
  const byClientHeaders = ({ headers }: ServerRequest): boolean =>
    isClient(headers.client_id, headers.client_secret) && Boolean(headers['x-oneup-user-id']);

  return {
    isClient,
    issue,
    /** A new pair of tokens for the current refresh token, which ends with it; undefined for another one. */
    refresh(offered: string | null): (IssuedToken & { refreshToken: string }) | undefined {
      if (currentRefreshToken === undefined || offered !== currentRefreshToken) return undefined;
      const issued = issue();
      currentRefreshToken = `refresh-${tokens.issuedCount}-for-${client.id}`;
      return { ...issued, refreshToken: currentRefreshToken };
    },
    byClientHeaders,
    byBearer,
    byEither: (request: ServerRequest) => byClientHeaders(request) || byBearer(request),
  };
}
export type Accounts = ReturnType<typeof accounts>;
