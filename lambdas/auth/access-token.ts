import * as z from 'zod';
import { readText } from '../http/body.ts';
import { ConnectionFailed, type Http } from '../http/http.ts';
import type { Clock } from '../runtime/clock.ts';
import {
  CredentialRefused,
  NotABulkServer,
  ServerBusy,
  ServerUnavailable,
} from '../runtime/errors.ts';
import { jsonOrNothing } from '../runtime/json.ts';
import type { Authenticator } from './authenticator.ts';

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().positive().default(300),
  refresh_token: z.string().min(1).optional(),
});

const MAX_BYTES = 64 * 1024;

/** An access token and when to stop using it: at 80 % of its life (P6). */
export type Token = { accessToken: string; renewAt: Date; refreshToken?: string };

export type TokenDeps = { http: Http; clock: Clock };
type TokenEndpoint = {
  tokenUrl: string;
  private: boolean;
  /** What to look at where it is refused, such as `secret "sluice/acme"`. */
  credential: string;
  /** Where the client logs in by a header in place of the form. */
  authorization?: string;
};

/** What a refusal may say of its reason (RFC 6749 §5.2); nothing else of an answer is told. */
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
 * Asks an OAuth 2.0 token endpoint (RFC 6749 §4.4, §6). Throws CredentialRefused on 4xx, ServerBusy
 * on 429, ServerUnavailable on 5xx or no answer. Redirects are not followed: the request is a secret.
 */
export async function requestToken(
  form: Record<string, string>,
  place: TokenEndpoint,
  { http, clock }: TokenDeps,
): Promise<Token> {
  const { status, text } = await send(form, place, http).catch((cause: unknown) => {
    throw cause instanceof ConnectionFailed
      ? new ServerUnavailable(`the token endpoint does not answer: ${cause.message}`, { cause })
      : cause;
  });
  refuse(status, text, place);
  return toToken(text, clock.now());
}

async function send(form: Record<string, string>, place: TokenEndpoint, http: Http) {
  const response = await http({
    method: 'POST',
    url: place.tokenUrl,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      ...(place.authorization && { authorization: place.authorization }),
    },
    body: new URLSearchParams(form).toString(),
    private: place.private,
    timeoutSeconds: 30,
    wholeSeconds: 30,
  });
  return { status: response.status, text: await readText(response, MAX_BYTES) };
}

function refuse(status: number, text: string, { tokenUrl, credential }: TokenEndpoint) {
  const { host } = new URL(tokenUrl);
  if (status === 429) throw new ServerBusy(`the token endpoint ${host} asks to wait`);
  if (status >= 500) throw new ServerUnavailable(`the token endpoint ${host} answered ${status}`);
  if (status < 300) return;
  const { data } = Refusal.safeParse(jsonOrNothing(text));
  const reason = data ? ` (${data.error})` : '';
  throw new CredentialRefused(
    `the token endpoint ${host} answered ${status}${reason}; check ${credential}`,
  );
}

function toToken(text: string, now: Date): Token {
  const checked = TokenAnswer.safeParse(jsonOrNothing(text));
  if (!checked.success) throw new NotABulkServer('the token endpoint did not answer with a token');
  const { access_token, expires_in, refresh_token } = checked.data;
  return {
    accessToken: access_token,
    renewAt: new Date(now.getTime() + expires_in * 800),
    ...(refresh_token && { refreshToken: refresh_token }),
  };
}

/**
 * A Bearer token that is kept in memory until 80 % of its life and asked for anew then, or after a
 * 401 (P6). There is no refresh token (rule 10). Requests side by side wait for the same answer.
 */
export function cachedToken(ask: () => Promise<Token>, clock: Pick<Clock, 'now'>): Authenticator {
  let known: Token | undefined;
  let asking: Promise<Token> | undefined;
  const renewed = () => {
    asking ??= ask()
      .then((token) => {
        known = token;
        return token;
      })
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };
  return {
    async headers() {
      const token = known && known.renewAt > clock.now() ? known : await renewed();
      return { authorization: `Bearer ${token.accessToken}` };
    },
    async renew() {
      // Whoever asks while the new one is on its way must not get the one that was refused.
      known = undefined;
      await renewed();
      return true;
    },
  };
}
