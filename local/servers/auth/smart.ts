import type { Clock } from '../../../lambdas/runtime/clock.ts';
import { json, type ServerRequest } from '../http/server.ts';
import { accessTokens } from './access-tokens.ts';
import {
  type CheckAssertionDeps,
  checkAssertion,
  InvalidAssertion,
  type SmartClient,
} from './client-assertion.ts';
import type { Login } from './login.ts';

export type SmartOptions = {
  clock: Pick<Clock, 'now'>;
  client: SmartClient;
  /** Scopes that are granted, such as `system/*.rs`; default: every requested scope. */
  scopes?: readonly string[];
  /** Default: five minutes. */
  tokenSeconds?: number;
  /** Origin of the token endpoint; default: the server's own. */
  tokenOrigin?: () => string;
};

/**
 * SMART Backend Services (SMART App Launch 2.2): the discovery document under `/fhir`, and `POST /token`,
 * which accepts a signed assertion once (rules 8, 10, 11).
 */
export function smartLogin(options: SmartOptions): Login {
  const { clock, client, tokenSeconds = 300, scopes, tokenOrigin } = options;
  const tokens = accessTokens({ clock, clientId: client.id, tokenSeconds });
  const seen = new Set<string>();
  return {
    authorize: tokens.byBearer,
    routes: [
      {
        ...{ on: 'metadata', method: 'GET', path: '/fhir/.well-known/smart-configuration' },
        respond: ({ url }) => json(200, configuration(tokenOrigin?.() ?? url.origin, scopes)),
      },
      {
        ...{ on: 'token', method: 'POST', path: '/token' },
        respond: async (request) => {
          const decision = await decide(request, { ...options, seen });
          if (decision.kind === 'refused')
            return json(400, { error: decision.error, error_description: decision.why });
          const { accessToken, expiresInSeconds } = tokens.issue();
          const token = { access_token: accessToken, token_type: 'bearer' };
          const body = { ...token, expires_in: expiresInSeconds, scope: decision.scope };
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

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const SCOPE = /^system\/([A-Z][A-Za-z]+|\*)\.(read|\*|(?=.)c?r?u?d?s?)$/;

type DecideDeps = Omit<CheckAssertionDeps, 'tokenUrl'> & { scopes?: readonly string[] };

/** The decision on a token request; `error` is one of OAuth 2.0. */
type Decision =
  | { kind: 'granted'; scope: string }
  | { kind: 'refused'; error: string; why: string | undefined };
const refused = (error: string, why?: string): Decision => ({ kind: 'refused', error, why });

/** Decides on a token request: checks the assertion, and grants the scopes that are allowed (rule 8). */
async function decide(
  { url, headers, body }: ServerRequest,
  { scopes, ...deps }: DecideDeps,
): Promise<Decision> {
  if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return refused('invalid_request');
  const form = new URLSearchParams(body);
  if (form.get('grant_type') !== 'client_credentials') return refused('unsupported_grant_type');
  if (form.get('client_assertion_type') !== JWT_BEARER) return refused('invalid_request');
  const tokenUrl = url.origin + url.pathname;
  try {
    await checkAssertion(form.get('client_assertion') ?? '', { ...deps, tokenUrl });
  } catch (error) {
    if (error instanceof InvalidAssertion) return refused('invalid_client', error.message);
    throw error;
  }
  const requested = (form.get('scope') ?? '').split(' ');
  const granted = requested.filter((scope) => scopes?.includes(scope) ?? true);
  if (!requested.every((scope) => SCOPE.test(scope)) || granted.length === 0)
    return refused('invalid_scope');
  return { kind: 'granted', scope: granted.join(' ') };
}
