import type { Clock } from '../../../lambdas/runtime/clock.ts';
import { accessTokens, type IssuedToken } from '../auth/access-tokens.ts';
import type { ServerRequest } from '../http/server.ts';

/** An application that 1upHealth knows. */
export type Client = { readonly id: string; readonly secret: string };

export type AccountSettings = {
  clock: Pick<Clock, 'now'>;
  client: Client;
  /** How long an access token lives; two hours at 1upHealth. */
  tokenSeconds?: number;
  /** The refresh token that is good first; each use replaces it. */
  refreshToken?: string;
};

/**
 * One customer's credentials, shared by all the servers that the customer may use; whichever user
 * is named sees the same. Access tokens end by the clock; a refresh token is good for one use.
 */
export function accounts({ clock, client, tokenSeconds = 7200, refreshToken }: AccountSettings) {
  const tokens = accessTokens({ clock, clientId: client.id, tokenSeconds });
  const { issue, byBearer } = tokens;
  let goodRefreshToken = refreshToken;

  const isClient = (id: string | null | undefined, secret: string | null | undefined) =>
    id === client.id && secret === client.secret;

  /** `client_id`, `client_secret` and the user whose data is asked for (1up 3). */
  const byClientHeaders = ({ headers }: ServerRequest): boolean =>
    isClient(headers.client_id, headers.client_secret) && Boolean(headers['x-oneup-user-id']);

  return {
    isClient,
    issue,
    /** A new pair of tokens for the good refresh token, which dies; undefined for any other. */
    refresh(offered: string | null): (IssuedToken & { refreshToken: string }) | undefined {
      if (goodRefreshToken === undefined || offered !== goodRefreshToken) return undefined;
      const issued = issue();
      goodRefreshToken = `refresh-${tokens.issuedCount}-for-${client.id}`;
      return { ...issued, refreshToken: goodRefreshToken };
    },
    byClientHeaders,
    byBearer,
    byEither: (request: ServerRequest) => byClientHeaders(request) || byBearer(request),
  };
}
export type Accounts = ReturnType<typeof accounts>;
