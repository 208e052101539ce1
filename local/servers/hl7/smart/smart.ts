import type { Clock } from '../../../../lambdas/runtime/clock.ts';
import { accessTokens } from '../../shared/access-tokens.ts';
import { json } from '../../shared/answers.ts';
import type { Login } from '../login/login.ts';
import { readForm } from './read-form.ts';
import type { SmartClient } from './smart-client.ts';

export type SmartOptions = {
  clock: Pick<Clock, 'now'>;
  client: SmartClient;
  /** Scopes that are granted, such as `system/*.rs`; whatever is asked for where it says nothing. */
  scopes?: readonly string[];
  /** Five minutes by default. */
  tokenSeconds?: number;
  /** Origin of the token endpoint; the server's own by default. */
  tokenOrigin?: () => string;
};

/**
 * SMART Backend Services (SMART App Launch 2.2): the discovery document under `/fhir`, and
 * `POST /token`, which takes a signed assertion once (rules 8, 10, 11).
 */
export function smartLogin(options: SmartOptions): Login {
  const { clock, client, tokenSeconds = 300, scopes, tokenOrigin } = options;
  const tokens = accessTokens({ clock, clientId: client.id, tokenSeconds });
  const seen = new Set<string>();
  return {
    access: tokens.byBearer,
    routes: [
      {
        on: 'metadata',
        method: 'GET',
        path: '/fhir/.well-known/smart-configuration',
        answer: ({ url }) => json(200, configuration(tokenOrigin?.() ?? url.origin, scopes)),
      },
      {
        on: 'token',
        method: 'POST',
        path: '/token',
        answer: async (request) => {
          const asked = await readForm(request, { ...options, seen });
          if (asked.kind === 'refused')
            return json(400, { error: asked.error, error_description: asked.why });
          const { accessToken, expiresInSeconds } = tokens.grant();
          const granted = { access_token: accessToken, token_type: 'bearer' };
          const body = { ...granted, expires_in: expiresInSeconds, scope: asked.scope };
          return json(200, body, { 'cache-control': 'no-store' });
        },
      },
    ],
  };
}

const configuration = (origin: string, scopes: readonly string[] = ['system/*.rs']) => ({
  token_endpoint: `${origin}/token`,
  grant_types_supported: ['client_credentials'],
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
  scopes_supported: scopes,
  capabilities: ['client-confidential-asymmetric', 'permission-v1', 'permission-v2'],
});
