import type { ServerRequest, ServerResponse } from '../server.ts';
import type { Accounts } from './accounts.ts';
import { json } from './answers.ts';
import type { Route } from './routed.ts';

/** 1upHealth's token endpoint for single and multi tenant: a refresh token for a new pair (oneup-api 3). */
export const oneUpTokenRoute = (accounts: Accounts): Route => ({
  on: 'token',
  method: 'POST',
  path: '/oauth2/token',
  answer: (request) => refresh(request, accounts),
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
