import type { Route } from '../http/routing.ts';
import { json, type ServerRequest, type ServerResponse } from '../http/server.ts';
import type { Accounts } from './accounts.ts';

/** 1upHealth's token endpoint for single and multi tenant: a refresh token for a new pair (1up 3). */
export const oneUpTokenRoute = (accounts: Accounts): Route => ({
  on: 'token',
  method: 'POST',
  path: '/oauth2/token',
  respond: (request) => refresh(request, accounts),
});

function refresh({ body }: ServerRequest, accounts: Accounts): ServerResponse {
  const form = new URLSearchParams(body);
  if (!accounts.isClient(form.get('client_id'), form.get('client_secret')))
    return json(401, { error: 'invalid_client' });
  if (form.get('grant_type') !== 'refresh_token')
    return json(400, { error: 'unsupported_grant_type' });
  const granted = accounts.refresh(form.get('refresh_token'));
  if (!granted) return json(400, { error: 'invalid_grant' });
  return json(200, {
    access_token: granted.accessToken,
    token_type: 'bearer',
    expires_in: granted.expiresInSeconds,
    refresh_token: granted.refreshToken,
    scope: 'user/*.*',
  });
}

/** A token by client credentials, answered as Keycloak answers (1up 3). */
export function clientCredentialsToken(
  { body }: ServerRequest,
  accounts: Accounts,
): ServerResponse {
  const form = new URLSearchParams(body);
  if (!accounts.isClient(form.get('client_id'), form.get('client_secret')))
    return json(401, {
      error: 'invalid_client',
      error_description: 'Invalid client or Invalid client credentials',
    });
  if (form.get('grant_type') !== 'client_credentials')
    return json(400, {
      error: 'unsupported_grant_type',
      error_description: 'Unsupported grant_type',
    });
  const { accessToken, expiresInSeconds } = accounts.issue();
  return json(200, {
    access_token: accessToken,
    expires_in: expiresInSeconds,
    refresh_expires_in: 0,
    token_type: 'Bearer',
    'not-before-policy': 0,
    scope: form.get('scope') ?? '',
  });
}
