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
    authorize: tokens.byBearer,
    routes: [
      {
        on: 'metadata',
        method: 'GET',
        path: '/fhir/.well-known/smart-configuration',
        respond: ({ url }) => json(200, configuration(tokenOrigin?.() ?? url.origin, scopes)),
      },
      {
        on: 'token',
        method: 'POST',
        path: '/token',
        respond: async (request) => {
          const asked = await readForm(request, { ...options, seen });
          if (asked.kind === 'refused')
            return json(400, { error: asked.error, error_description: asked.why });
          const { accessToken, expiresInSeconds } = tokens.issue();
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

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const SCOPE = /^system\/([A-Z][A-Za-z]+|\*)\.(read|\*|(?=.)c?r?u?d?s?)$/;

type ReadFormDeps = Omit<CheckAssertionDeps, 'tokenUrl'> & {
  scopes?: readonly string[];
};

/** What a form asks for is granted, or refused with an error of OAuth 2.0. */
type Asked =
  | { kind: 'granted'; scope: string }
  | { kind: 'refused'; error: string; why: string | undefined };
const refused = (error: string, why?: string): Asked => ({ kind: 'refused', error, why });

/** Reads a token request: the assertion has to be good, and of the scopes those that may be are granted (rule 8). */
async function readForm(
  { url, headers, body }: ServerRequest,
  { scopes, ...deps }: ReadFormDeps,
): Promise<Asked> {
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
  const asked = (form.get('scope') ?? '').split(' ');
  const granted = asked.filter((scope) => scopes?.includes(scope) ?? true);
  if (!asked.every((scope) => SCOPE.test(scope)) || granted.length === 0)
    return refused('invalid_scope');
  return { kind: 'granted', scope: granted.join(' ') };
}
