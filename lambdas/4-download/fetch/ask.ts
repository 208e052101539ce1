import type { FhirServer, ServerResponse } from '../../fhir-server/fhir-server.ts';
import type { Coming } from '../../http/encoding-of.ts';
import { ConnectionFailed } from '../../http/http.ts';
import { ServerUnavailable } from '../../runtime/errors.ts';

type Asked = {
  url: string;
  accept: string;
  requiresAccessToken: boolean;
  /** How the answer may be encoded; `gzip` leaves it to the server. */
  encoding?: Coming;
  /** For the rest of what has come in part: `Range`, and `If-Range`. */
  range?: Readonly<Record<string, string>>;
};

/**
 * Asks for something to download. Throws ServerUnavailable where no answer comes, and what the way to
 * the server throws.
 */
export async function ask(
  purpose: 'file' | 'attachment',
  { url, accept, encoding = 'identity', requiresAccessToken, range = {} }: Asked,
  server: FhirServer,
): Promise<ServerResponse> {
  const headers = { accept, 'accept-encoding': encoding, ...range };
  const call = { method: 'GET' as const, url, headers, requiresAccessToken };
  return server(purpose, call).catch((cause: unknown) => {
    throw cause instanceof ConnectionFailed
      ? new ServerUnavailable(cause.message, { cause })
      : cause;
  });
}
