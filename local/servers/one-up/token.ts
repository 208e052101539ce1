import type { Route } from '../http/routing.ts';
import { json, type ServerRequest, type ServerResponse } from '../http/server.ts';
import type { Accounts } from './accounts.ts';

/** The token endpoint of single and multi tenant: a new pair of tokens for a refresh token (1up 3). */
export const refreshTokenRoute = (accounts: Accounts): Route => ({
  ...{ on: 'token', method: 'POST', path: '/oauth2/token' },
  respond: (request) => refresh(request, accounts),
});

function refresh({ body }: ServerRequest, accounts: Accounts): ServerResponse {
  const form = new URLSearchParams(body);
  if (!accounts.isClient(form.get('client_id'), form.get('client_secret')))
    return json(401, { error: 'invalid_client' });
  if (form.get('grant_type') !== 'refresh_token')
    return json(400, { error: 'unsupported_grant_type' });
  const issued = accounts.refresh(form.get('refresh_token'));
  if (!issued) return json(400, { error: 'invalid_grant' });
  return json(200, {
    access_token: issued.accessToken,
    token_type: 'bearer',
    expires_in: issued.expiresInSeconds,
    refresh_token: issued.refreshToken,
    scope: 'user/*.*',
  });
}

/** The gateway's token endpoint: client credentials, with Keycloak's responses (1up 3). */
export function clientCredentialsToken(
  { body }: ServerRequest,
  accounts: Accounts,
): ServerResponse {
  const form = new URLSearchParams(body);
  if (!accounts.isClient(form.get('client_id'), form.get('client_secret')))
    return oauthError(401, 'invalid_client', 'Invalid client or Invalid client credentials');
  if (form.get('grant_type') !== 'client_credentials')
    return oauthError(400, 'unsupported_grant_type', 'Unsupported grant_type');
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

const oauthError = (status: number, error: string, description: string): ServerResponse =>
  json(status, { error, error_description: description });
