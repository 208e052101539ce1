import type { Secrets } from '../secrets.ts';
import type { Auth } from '../settings/auth.ts';
import type { Authenticator } from './authenticator.ts';
import { ClientSecret } from './client-headers.ts';
import { readSecret } from './read-secret.ts';
import { requestToken, type Token, type TokenDeps } from './token-request.ts';

type Settings = Extract<Auth, { kind: 'client-credentials' }> & { private: boolean };

/** A Bearer token by client credentials, kept in memory until 80 % of its life and asked for anew. */
export function clientCredentials(
  settings: Settings,
  deps: TokenDeps & { secrets: Secrets },
): Authenticator {
  let known: Promise<Token> | undefined;
  const ask = async () => {
    const secret = await readSecret(settings.secret, ClientSecret, deps.secrets);
    const { client_id, client_secret } = secret;
    const form = { grant_type: 'client_credentials', client_id, client_secret };
    const scope = settings.scope ? { scope: settings.scope } : {};
    return requestToken({ ...form, ...scope }, { ...settings, secretName: settings.secret }, deps);
  };
  const fresh = () => {
    known = ask();
    known.catch(() => {
      known = undefined;
    });
    return known;
  };
  return {
    async headers() {
      let token = await (known ?? fresh());
      if (token.renewAt <= deps.clock.now()) token = await fresh();
      return { authorization: `Bearer ${token.accessToken}` };
    },
    async renew() {
      await fresh();
      return true;
    },
  };
}
