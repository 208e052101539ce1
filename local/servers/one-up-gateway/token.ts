import type { ServerRequest, ServerResponse } from '../server.ts';
import type { Accounts } from '../shared/accounts.ts';
import { json } from '../shared/answers.ts';

/** A token by client credentials, answered as Keycloak answers (oneup-api 3). */
export function token({ body }: ServerRequest, accounts: Accounts): ServerResponse {
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
  const { accessToken, expiresInSeconds } = accounts.grant();
  return json(200, {
    access_token: accessToken,
    expires_in: expiresInSeconds,
    refresh_expires_in: 0,
    token_type: 'Bearer',
    'not-before-policy': 0,
    scope: form.get('scope') ?? '',
  });
}
