import type { Clock } from '../../../lambdas/runtime/clock.ts';
import { json, type ServerRequest, type ServerResponse } from '../http/server.ts';
import { accessTokens } from './access-tokens.ts';
import { basicCredentials, type ClientSecret, type Login } from './login.ts';

type ClientCredentialsOptions = {
  clock: Pick<Clock, 'now'>;
  client: ClientSecret;
  /** Where the client sends its secret: in a Basic header or in the form (RFC 6749 section 2.3.1). */
  by: 'header' | 'form';
  /** Default: five minutes. */
  tokenSeconds?: number;
};

/** OAuth 2.0 client credentials with a secret, at `POST /token`. */
export function clientCredentialsLogin(options: ClientCredentialsOptions): Login {
  const { clock, client, by, tokenSeconds = 300 } = options;
  const tokens = accessTokens({ clock, clientId: client.id, tokenSeconds });

  const respond = (request: ServerRequest): ServerResponse => {
    const form = new URLSearchParams(request.body);
    const given = by === 'header' ? inHeader(request) : inForm(form);
    if (given?.id !== client.id || given.secret !== client.secret)
      return json(401, { error: 'invalid_client' });
    if (form.get('grant_type') !== 'client_credentials')
      return json(400, { error: 'unsupported_grant_type' });
    const { accessToken, expiresInSeconds } = tokens.issue();
    const token = { access_token: accessToken, token_type: 'Bearer', expires_in: expiresInSeconds };
    return json(200, { ...token, scope: form.get('scope') ?? '' }, { 'cache-control': 'no-store' });
  };
  return {
    authorize: tokens.byBearer,
    routes: [{ on: 'token', method: 'POST', path: '/token', respond }],
  };
}

const inForm = (form: URLSearchParams): ClientSecret => ({
  id: form.get('client_id') ?? '',
  secret: form.get('client_secret') ?? '',
});

/** In OAuth's Basic header, id and secret are form-encoded first (RFC 6749 section 2.3.1). */
function inHeader(request: ServerRequest): ClientSecret | undefined {
  const given = basicCredentials(request);
  return given && { id: decoded(given.id), secret: decoded(given.secret) };
}

const decoded = (text: string): string => new URLSearchParams(`x=${text}`).get('x') ?? '';
