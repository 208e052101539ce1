import type { Clock } from '../../../lambdas/runtime/clock.ts';
import type { ServerRequest } from '../http/server.ts';

/** An access token of OAuth 2.0. */
export type IssuedToken = { accessToken: string; expiresInSeconds: number };

type AccessTokenSettings = {
  clock: Pick<Clock, 'now'>;
  clientId: string;
  tokenSeconds: number;
};

/** The access tokens of one client, which expire by the clock. */
export function accessTokens({ clock, clientId, tokenSeconds }: AccessTokenSettings) {
  const expiries = new Map<string, number>();
  return {
    issue(): IssuedToken {
      const accessToken = `access-${expiries.size + 1}-for-${clientId}`;
      expiries.set(accessToken, clock.now().getTime() + tokenSeconds * 1000);
      return { accessToken, expiresInSeconds: tokenSeconds };
    },
    /** Whether a request has a valid Bearer token. */
    byBearer({ headers }: ServerRequest): boolean {
      const token = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
      return clock.now().getTime() < (expiries.get(token) ?? 0);
    },
    get issuedCount(): number {
      return expiries.size;
    },
  };
}
