import type { Auth } from '../settings/auth.ts';
import { cachedToken, requestToken, type TokenDeps } from './access-token.ts';
import type { Authenticator } from './authenticator.ts';
import { readSecret, type Secrets } from './secrets.ts';
import { basicAuthorization, ClientSecret } from './static-credentials.ts';

type Settings = Extract<Auth, { kind: 'client-credentials' }> & { private: boolean };

/** A Bearer token by OAuth client credentials. The secret is read for each token. */
export const clientCredentials = (
  settings: Settings,
  deps: TokenDeps & { secrets: Secrets },
): Authenticator =>
  cachedToken(async () => {
    const secret = await readSecret(settings.secret, ClientSecret, deps.secrets);
    const { form, authorization } = clientAuthentication(settings, secret);
    const scope = settings.scope ? { scope: settings.scope } : {};
    const endpoint = { ...settings, credential: `secret "${settings.secret}"` };
    return requestToken(
      { grant_type: 'client_credentials', ...form, ...scope },
      { ...endpoint, ...(authorization && { authorization }) },
      deps,
    );
  }, deps.clock);

type ClientAuthentication = { form: Record<string, string>; authorization?: string };

/** For Basic, id and secret are form-encoded first (RFC 6749 §2.3.1): either may hold a colon. */
function clientAuthentication(
  { send }: Settings,
  { client_id, client_secret }: ClientSecret,
): ClientAuthentication {
  if (send === 'body') return { form: { client_id, client_secret } };
  const authorization = basicAuthorization(formEncoded(client_id), formEncoded(client_secret));
  return { form: {}, authorization };
}

const formEncoded = (text: string) => new URLSearchParams([['', text]]).toString().slice(1);
