import type { Clock } from '../runtime/clock.ts';
import type { Authenticator } from './authenticator.ts';
import type { Token } from './token-request.ts';

/**
 * A Bearer token that is kept in memory until 80 % of its life and asked for anew then, or after a
 * 401 (P6). There is no refresh token (rule 10). Requests side by side wait for the same answer.
 */
export function keptToken(ask: () => Promise<Token>, clock: Pick<Clock, 'now'>): Authenticator {
  let known: Token | undefined;
  let asking: Promise<Token> | undefined;
  const renewed = () => {
    asking ??= ask()
      .then((token) => {
        known = token;
        return token;
      })
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };
  return {
    async headers() {
      const token = known && known.renewAt > clock.now() ? known : await renewed();
      return { authorization: `Bearer ${token.accessToken}` };
    },
    async renew() {
      // Whoever asks while the new one is on its way must not get the one that was refused.
      known = undefined;
      await renewed();
      return true;
    },
  };
}
