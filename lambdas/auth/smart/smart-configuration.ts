import * as z from 'zod';
import { ConnectionFailed, type Http } from '../../http/http.ts';
import { readText } from '../../http/read-text.ts';
import {
  LinkRefused,
  NotABulkServer,
  ServerBusy,
  ServerUnavailable,
} from '../../runtime/errors.ts';
import { jsonOrNothing } from '../../runtime/json.ts';

const Configuration = z.looseObject({ token_endpoint: z.url() });

const MAX_BYTES = 1024 * 1024;
const SET_TOKEN_URL = 'set auth.tokenUrl to the token endpoint';

type Server = { baseUrl: string; private: boolean };

/**
 * The token endpoint that a server names at `[base]/.well-known/smart-configuration` (rule 11).
 * Throws ServerBusy, ServerUnavailable, NotABulkServer where it names none, and LinkRefused where
 * that is on another origin than `baseUrl`: an assertion is a credential, and only the settings say
 * where one may go. Redirects are not followed, for the same reason.
 */
export async function discoverTokenUrl(server: Server, http: Http): Promise<string> {
  const { host, origin } = new URL(server.baseUrl);
  const { status, text } = await ask(server, http).catch((cause: unknown) => {
    throw cause instanceof ConnectionFailed
      ? new ServerUnavailable(`no SMART configuration: ${cause.message}`, { cause })
      : cause;
  });
  if (status === 429) throw new ServerBusy(`${host} asks to wait for its SMART configuration`);
  if (status >= 500)
    throw new ServerUnavailable(`${host} answered ${status} for its SMART configuration`);
  const { data } = Configuration.safeParse(status === 200 ? jsonOrNothing(text) : undefined);
  if (!data)
    throw new NotABulkServer(
      `${host} has no SMART configuration with a token endpoint (${status}); ${SET_TOKEN_URL}`,
    );
  const found = new URL(data.token_endpoint);
  // As it was published: the assertion's `aud` is compared as text (rule 8), and `href` would not be it.
  if (found.origin === origin) return data.token_endpoint;
  throw new LinkRefused(
    `the SMART configuration of ${host} names a token endpoint at ${found.origin}; if that is ` +
      `right, ${SET_TOKEN_URL}`,
  );
}

async function ask({ baseUrl, ...server }: Server, http: Http) {
  const response = await http({
    method: 'GET',
    url: `${baseUrl.replace(/\/$/, '')}/.well-known/smart-configuration`,
    headers: { accept: 'application/json' },
    private: server.private,
    timeoutSeconds: 30,
    wholeSeconds: 30,
  });
  return { status: response.status, text: await readText(response, MAX_BYTES) };
}
