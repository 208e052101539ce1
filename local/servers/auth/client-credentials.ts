import type { Clock } from '../../../lambdas/runtime/clock.ts';
import { json, type ServerRequest, type ServerResponse } from '../http/server.ts';
import type { Client } from '../one-up/accounts.ts';
import { accessTokens } from './access-tokens.ts';
import { basicCredentials, type Login } from './login.ts';

export type ClientCredentialsOptions = {
  clock: Pick<Clock, 'now'>;
  client: Client;
  /** How the client shows its secret: in a Basic header, or in the form (RFC 6749 section 2.3.1). */
  by: 'header' | 'form';
  /** Five minutes by default. */
  tokenSeconds?: number;
};

/** OAuth 2.0 client credentials with a secret, at `POST /token`. */
export function clientCredentialsLogin(options: ClientCredentialsOptions): Login {
  const { clock, client, by, tokenSeconds = 300 } = options;
  const tokens = accessTokens({ clock, clientId: client.id, tokenSeconds });

  const answer = (request: ServerRequest): ServerResponse => {
    const form = new URLSearchParams(request.body);
    const given = by === 'header' ? encodedIn(request) : inForm(form);
    if (given?.id !== client.id || given.secret !== client.secret)
      return json(401, { error: 'invalid_client' });
    if (form.get('grant_type') !== 'client_credentials')
      return json(400, { error: 'unsupported_grant_type' });
    const { accessToken, expiresInSeconds } = tokens.issue();
    const scope = form.get('scope') ?? '';
    const granted = { access_token: accessToken, token_type: 'Bearer' };
    return json(200, { ...granted, expires_in: expiresInSeconds, scope }, NO_STORE);
  };
  return {
    authorize: tokens.byBearer,
    routes: [{ on: 'token', method: 'POST', path: '/token', respond: answer }],
  };
}

const NO_STORE = { 'cache-control': 'no-store' };

const inForm = (form: URLSearchParams): Client => ({
  id: form.get('client_id') ?? '',
  secret: form.get('client_secret') ?? '',
});

/** In OAuth's Basic header, id and secret are form-encoded first (RFC 6749 section 2.3.1). */
function encodedIn(request: ServerRequest): Client | undefined {
  const given = basicCredentials(request);
  return given && { id: decoded(given.id), secret: decoded(given.secret) };
}

const decoded = (text: string): string => new URLSearchParams(`x=${text}`).get('x') ?? '';
