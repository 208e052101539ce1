import type { Authenticator, Purpose } from '../auth/authenticator.ts';
import { LinkRefused } from '../errors.ts';
import type { Http, HttpRequest, HttpResponse } from '../http/http.ts';
import type { Source } from '../settings/source.ts';
import { mayCarryCredential, resolveRedirect } from './links.ts';

/** A request to a source, before anything is known of its credential. */
export type ServerCall = {
  method: HttpRequest['method'];
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** False only where the manifest says that its files need no token. */
  wantsCredential?: boolean;
};

/** Sends requests to one source: logged in, redirects followed by hand, a 401 answered once. */
export type FhirServer = (purpose: Purpose, call: ServerCall) => Promise<HttpResponse>;

const MAX_HOPS = 5;
const TIMEOUT_SECONDS = 60;

/**
 * The one way to a source's servers. Every hop is decided anew: the credential goes along only to
 * the origins it was issued for (reliability 2.2), and a body stays with them. Throws LinkRefused, ConnectionFailed, and what
 * the authenticator throws; every status but redirects and the first 401 is the caller's to read.
 */
export function fhirServer(source: Source, authenticator: Authenticator, http: Http): FhirServer {
  const carries = ({ wantsCredential, url }: ServerCall) =>
    wantsCredential !== false && mayCarryCredential(url, source);
  const once = async (purpose: Purpose, call: ServerCall): Promise<HttpResponse> => {
    const credential = carries(call) ? await authenticator.headers(purpose) : {};
    const headers = { accept: '*/*', ...call.headers, ...credential };
    const { method, url, body } = call;
    const timed = { private: source.private, timeoutSeconds: TIMEOUT_SECONDS };
    return http({ method, url, headers, ...timed, ...(body !== undefined && { body }) });
  };
  const loggedIn = async (purpose: Purpose, call: ServerCall): Promise<HttpResponse> => {
    const response = await once(purpose, call);
    const refused = response.status === 401 && carries(call);
    if (!refused || !(await authenticator.renew(purpose))) return response;
    response.body.destroy();
    return once(purpose, call);
  };
  return async (purpose, call) => {
    let hop = call;
    for (let hops = 0; hops <= MAX_HOPS; hops += 1) {
      const response = await loggedIn(purpose, hop);
      const { location } = response.headers;
      if (!isRedirect(response.status) || !location) return response;
      response.body.destroy();
      hop = redirected(hop, response.status, resolveRedirect(location, hop.url, source));
      if (hop.body !== undefined && !mayCarryCredential(hop.url, source))
        throw new LinkRefused(`a redirect asks for a request's body at ${new URL(hop.url).host}`);
    }
    throw new LinkRefused(
      `more than ${MAX_HOPS} redirects, the last from ${new URL(hop.url).host}`,
    );
  };
}

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status);

/**
 * 303 turns any method into GET, 301 and 302 only POST (RFC 9110 §15.4): a DELETE that came out as a
 * GET would count a job as cancelled that goes on.
 */
function redirected(call: ServerCall, status: number, url: string): ServerCall {
  const becomesGet = status === 303 || (call.method === 'POST' && status < 303);
  if (!becomesGet) return { ...call, url };
  const { body: _, ...withoutBody } = call;
  return { ...withoutBody, method: 'GET', url };
}
