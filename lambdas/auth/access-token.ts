import * as z from 'zod';
import { readText } from '../http/body.ts';
import { ConnectionFailed, type Http, type HttpResponse } from '../http/http.ts';
import { asksToWait, isRequestError } from '../http/status-codes.ts';
import type { Clock } from '../runtime/clock.ts';
import {
  CredentialRefused,
  LoginBusy,
  NotABulkServer,
  ServerUnavailable,
} from '../runtime/errors.ts';
import { tryParseJson } from '../runtime/json.ts';
import type { Authenticator } from './authenticator.ts';

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().positive().default(300),
  refresh_token: z.string().min(1).optional(),
});

const MAX_BYTES = 64 * 1024;

/** An access token and when to stop using it: at 80 % of its life. */
export type Token = { accessToken: string; renewAt: Date; refreshToken?: string };

export type TokenDeps = { http: Http; clock: Clock };
type TokenEndpoint = {
  tokenUrl: string;
  private: boolean;
  /** What to check where the request is refused, such as `secret "sluice/acme"`. */
  credential: string;
  /** The header of a client that does not log in by the form. */
  authorization?: string;
};

/** The reason of a refusal (RFC 6749 §5.2); an error message has nothing else of the answer. */
const Refusal = z.object({
  error: z.enum([
    'invalid_request',
    'invalid_client',
    'invalid_grant',
    'unauthorized_client',
    'unsupported_grant_type',
    'invalid_scope',
  ]),
});

/**
 * Requests a token from an OAuth 2.0 token endpoint (RFC 6749 §4.4, §6). Throws CredentialRefused for 4xx,
 * LoginBusy where it asks to wait, ServerUnavailable for 5xx or no answer, and NotABulkServer for an answer
 * without a token. Redirects are not followed, as the request holds a credential.
 */
export async function requestToken(
  form: Record<string, string>,
  endpoint: TokenEndpoint,
  { http, clock }: TokenDeps,
): Promise<Token> {
  const { text, ...head } = await send(form, endpoint, http).catch((cause: unknown) => {
    throw cause instanceof ConnectionFailed
      ? new ServerUnavailable(`the token endpoint does not answer: ${cause.message}`, { cause })
      : cause;
  });
  throwForTokenStatus(head, text, endpoint);
  return toToken(text, clock.now());
}

async function send(form: Record<string, string>, endpoint: TokenEndpoint, http: Http) {
  const response = await http({
    method: 'POST',
    url: endpoint.tokenUrl,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      ...(endpoint.authorization && { authorization: endpoint.authorization }),
    },
    body: new URLSearchParams(form).toString(),
    private: endpoint.private,
    timeoutSeconds: 30,
    wholeSeconds: 30,
  });
  const { status, headers } = response;
  return { status, headers, text: await readText(response, MAX_BYTES) };
}

function throwForTokenStatus(
  head: Pick<HttpResponse, 'status' | 'headers'>,
  text: string,
  { tokenUrl, credential }: TokenEndpoint,
) {
  const { host } = new URL(tokenUrl);
  const { status } = head;
  if (asksToWait(head)) throw loginBusy(head, `the token endpoint ${host} asks to wait`);
  if (isRequestError(status))
    throw new ServerUnavailable(`the token endpoint ${host} answered ${status}`);
  if (status < 300) return;
  const { data } = Refusal.safeParse(tryParseJson(text));
  const reason = data ? ` (${data.error})` : '';
  throw new CredentialRefused(
    `the token endpoint ${host} answered ${status}${reason}; check ${credential}`,
  );
}

/** The login has to wait, and the FHIR server has not been asked. */
export const loginBusy = ({ headers }: Pick<HttpResponse, 'headers'>, message: string): LoginBusy =>
  new LoginBusy(message, { retryAfter: headers['retry-after'] });

function toToken(text: string, now: Date): Token {
  const checked = TokenAnswer.safeParse(tryParseJson(text));
  if (!checked.success) throw new NotABulkServer('the token endpoint did not answer with a token');
  const { access_token, expires_in, refresh_token } = checked.data;
  return {
    accessToken: access_token,
    renewAt: new Date(now.getTime() + expires_in * 800),
    ...(refresh_token && { refreshToken: refresh_token }),
  };
}

/**
 * A Bearer token that is cached in memory until 80 % of its life, and requested anew then, or after a
 * 401. There is no refresh token (rule 10). Concurrent requests wait for the same new token.
 */
export function cachedToken(
  request: () => Promise<Token>,
  clock: Pick<Clock, 'now'>,
): Authenticator {
  let cached: Token | undefined;
  let requesting: Promise<Token> | undefined;
  const requestOnce = () => {
    requesting ??= request()
      .then((token) => {
        cached = token;
        return token;
      })
      .finally(() => {
        requesting = undefined;
      });
    return requesting;
  };
  return {
    async headers() {
      const token = cached && cached.renewAt > clock.now() ? cached : await requestOnce();
      return { authorization: `Bearer ${token.accessToken}` };
    },
    async renew() {
      // A request that starts before the new token is there must not get the refused one.
      cached = undefined;
      await requestOnce();
      return true;
    },
  };
}
