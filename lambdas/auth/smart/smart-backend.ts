import * as z from 'zod';
import { readText } from '../../http/body.ts';
import { ConnectionFailed, type Http } from '../../http/http.ts';
import { asksToWait, isRequestError } from '../../http/status-codes.ts';
import type { Clock } from '../../runtime/clock.ts';
import { LinkRefused, NotABulkServer, ServerUnavailable } from '../../runtime/errors.ts';
import { tryParseJson } from '../../runtime/json.ts';
import type { Auth, ClientKeys } from '../../settings/auth.ts';
import { withoutTrailingSlash } from '../../settings/http-url.ts';
import {
  cachedToken,
  loginBusy,
  requestToken,
  type Token,
  type TokenDeps,
} from '../access-token.ts';
import type { Authenticator } from '../authenticator.ts';
import { type KeyDeps, type Signer, signerOf } from './signer.ts';

type Settings = Extract<Auth, { kind: 'smart-backend' }> & { baseUrl: string; private: boolean };
type Deps = TokenDeps & KeyDeps & { newId: () => string };

/**
 * A Bearer token by SMART Backend Services. Each token request has an assertion of its own (rule 8), signed
 * with the current key. Throws SettingsInvalid for a key that cannot sign.
 */
export function smartBackend(settings: Settings, deps: Deps): Authenticator {
  let discovered: string | undefined;
  const request = async () => {
    discovered ??= settings.tokenUrl ?? (await discoverTokenUrl(settings, deps.http));
    return requestByAssertion(discovered, settings, deps);
  };
  return cachedToken(
    () =>
      request().catch((error: unknown) => {
        // The endpoint may have moved.
        discovered = undefined;
        throw error;
      }),
    deps.clock,
  );
}

async function requestByAssertion(
  tokenUrl: string,
  settings: Settings,
  deps: Deps,
): Promise<Token> {
  const { scope, key } = settings;
  const signer = await signerOf(key, deps);
  const form = {
    grant_type: 'client_credentials',
    scope,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await clientAssertion({ ...settings, tokenUrl }, signer, deps),
  };
  const credential = `${nameOf(key)} and the public keys that the server knows`;
  return requestToken(form, { tokenUrl, private: settings.private, credential }, deps);
}

const nameOf = (keys: ClientKeys) =>
  keys.kind === 'secret' ? `secret "${keys.secret}"` : `KMS key "${keys.keys[0].key}"`;

/** SMART allows five minutes. One less leaves room for a server whose clock is behind. */
const LIFE_SECONDS = 240;

type Client = { clientId: string; tokenUrl: string; jku?: string | undefined };

/**
 * A JSON Web Token by which the client authenticates at the token endpoint (rule 8, RFC 7523 §3). It is for
 * one request, by its `jti` from `newId`. It has no `iat` and no `nbf`, which would be in the future for a
 * server whose clock is behind.
 */
export async function clientAssertion(
  { clientId, tokenUrl, jku }: Client,
  signer: Signer,
  { clock, newId }: { clock: Pick<Clock, 'now'>; newId: () => string },
): Promise<string> {
  const header = { alg: signer.alg, kid: signer.kid, typ: 'JWT', ...(jku && { jku }) };
  const claims = {
    iss: clientId,
    sub: clientId,
    aud: tokenUrl,
    exp: Math.floor(clock.now().getTime() / 1000) + LIFE_SECONDS,
    jti: newId(),
  };
  const signed = `${encoded(header)}.${encoded(claims)}`;
  const signature = await signer.sign(Buffer.from(signed));
  return `${signed}.${signature.toString('base64url')}`;
}

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

const Configuration = z.looseObject({ token_endpoint: z.url() });

const MAX_BYTES = 1024 * 1024;
const SET_TOKEN_URL = 'set auth.tokenUrl to the token endpoint';

type Server = { baseUrl: string; private: boolean };

/**
 * The token endpoint that a server names at `[base]/.well-known/smart-configuration` (rule 11). Throws
 * LoginBusy, ServerUnavailable, NotABulkServer where it names none, and LinkRefused where it is on another
 * origin than `baseUrl`: an assertion is a credential, and only the settings decide where it may go.
 * Redirects are not followed for the same reason.
 */
async function discoverTokenUrl(server: Server, http: Http): Promise<string> {
  const { host, origin } = new URL(server.baseUrl);
  const answer = await readConfiguration(server, http).catch((cause: unknown) => {
    throw cause instanceof ConnectionFailed
      ? new ServerUnavailable(`no SMART configuration: ${cause.message}`, { cause })
      : cause;
  });
  const { status, text } = answer;
  if (asksToWait(answer))
    throw loginBusy(answer, `${host} asks to wait for its SMART configuration`);
  if (isRequestError(status))
    throw new ServerUnavailable(`${host} answered ${status} for its SMART configuration`);
  const { data } = Configuration.safeParse(status === 200 ? tryParseJson(text) : undefined);
  if (!data)
    throw new NotABulkServer(
      `${host} has no SMART configuration with a token endpoint (${status}); ${SET_TOKEN_URL}`,
    );
  const found = new URL(data.token_endpoint);
  // Unchanged, not as `href`: a server compares the assertion's `aud` as text (rule 8).
  if (found.origin === origin) return data.token_endpoint;
  throw new LinkRefused(
    `the SMART configuration of ${host} names a token endpoint at ${found.origin}; if that is ` +
      `right, ${SET_TOKEN_URL}`,
  );
}

async function readConfiguration({ baseUrl, ...server }: Server, http: Http) {
  const response = await http({
    method: 'GET',
    url: `${withoutTrailingSlash(baseUrl)}/.well-known/smart-configuration`,
    headers: { accept: 'application/json' },
    private: server.private,
    timeoutSeconds: 30,
    wholeSeconds: 30,
  });
  const { status, headers } = response;
  return { status, headers, text: await readText(response, MAX_BYTES) };
}
