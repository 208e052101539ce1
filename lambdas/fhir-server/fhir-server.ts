import type { Authenticator, Purpose } from '../auth/authenticator.ts';
import type { Authenticators } from '../auth/authenticators.ts';
import type { Http, HttpResponse } from '../http/http.ts';
import { CredentialRefused, LinkRefused } from '../runtime/errors.ts';
import { credentialName } from '../settings/auth.ts';
import type { Source } from '../settings/source.ts';
import { type Sources, sourceNamed } from '../settings/sources.ts';
import { type AllowedRequest, credentialPolicy } from './credential-policy.ts';
import { firstHop, followRedirect, type Hop, type ServerCall } from './follow-redirect.ts';
import { originTrust } from './links.ts';

/** An answer, and whether the source's credential went along on the hop that it is the answer to. */
export type ServerResponse = HttpResponse & { withCredential: boolean };

/** Sends requests to one source: logged in, redirects followed by hand, a 401 answered once. */
export type FhirServer = (purpose: Purpose, call: ServerCall) => Promise<ServerResponse>;

const MAX_HOPS = 5;
const TIMEOUT_SECONDS = 60;
/** For every answer that is read whole, a manifest of 256 MiB among them. */
const WHOLE_SECONDS = 120;

/**
 * The one way to a source's servers; `credentialPolicy` decides for every hop. Throws LinkRefused,
 * CredentialRefused after a second 401, ConnectionFailed, and what the authenticator throws; every
 * other status but redirects is the caller's to read.
 */
export function fhirServer(source: Source, authenticator: Authenticator, http: Http): FhirServer {
  const send = async (
    purpose: Purpose,
    { call }: Hop,
    may: AllowedRequest,
  ): Promise<ServerResponse> => {
    const credential = may.credential ? await authenticator.headers(purpose) : {};
    const headers = { accept: '*/*', ...headersOf(call, may), ...credential };
    const body = may.body && call.body !== undefined ? { body: call.body } : {};
    const { method, url } = call;
    const request = { method, url, headers, ...body, private: source.private };
    const response = await http({ ...request, ...limitsOf(purpose) });
    return { ...response, withCredential: may.credential };
  };
  const loggedIn = async (purpose: Purpose, leg: Hop): Promise<ServerResponse> => {
    const may = mayGo(purpose, leg, source);
    const response = await send(purpose, leg, may);
    if (response.status !== 401 || !may.credential) return response;
    response.body.destroy();
    const renewed = (await authenticator.renew(purpose)) && (await send(purpose, leg, may));
    if (renewed && renewed.status !== 401) return renewed;
    if (renewed) renewed.body.destroy();
    const credential = credentialName(source.auth);
    throw new CredentialRefused(`${purpose}: the server answers 401 to ${credential}`);
  };
  return async (purpose, call) => {
    let leg = firstHop(call);
    for (let hops = 0; hops <= MAX_HOPS; hops += 1) {
      const response = await loggedIn(purpose, leg);
      const next = followRedirect(leg, response, source);
      if (!next) return response;
      response.body.destroy();
      leg = next;
    }
    const { host } = new URL(leg.call.url);
    throw new LinkRefused(`more than ${MAX_HOPS} redirects, the last to ${host}`);
  };
}

/** A file takes as long as it comes. */
const limitsOf = (purpose: Purpose) =>
  purpose === 'file' || purpose === 'attachment'
    ? { timeoutSeconds: TIMEOUT_SECONDS }
    : { timeoutSeconds: TIMEOUT_SECONDS, wholeSeconds: WHOLE_SECONDS };

/** Throws LinkRefused where the request may not go there at all. */
function mayGo(purpose: Purpose, { call, isRedirect, body }: Hop, source: Source): AllowedRequest {
  const { origin, protocol } = new URL(call.url);
  const { method, requiresAccessToken } = call;
  const may = credentialPolicy({
    ...{ purpose, method, isRedirect, body, requiresAccessToken },
    trust: originTrust(call.url, source),
    isEncrypted: protocol === 'https:',
  });
  if (may.kind === 'allowed') return may;
  throw new LinkRefused(`${purpose}: nothing is sent to ${origin}: ${may.reason}`);
}

/** All that a place which is none of the source's own needs to know of a request. */
const NEGOTIATION = ['accept', 'accept-encoding', 'range', 'if-range'];

function headersOf(
  { headers = {} }: ServerCall,
  may: AllowedRequest,
): Readonly<Record<string, string>> {
  if (may.headers === 'all') return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => NEGOTIATION.includes(name)));
}

/** What a step needs that talks to FHIR servers. */
export type ServerDeps = { sources: Sources; authenticators: Authenticators; http: Http };

/** A source's settings and the way to its servers. Throws SettingsInvalid for an unknown one. */
export function connect(
  sourceId: string,
  { sources, authenticators, http }: ServerDeps,
): { source: Source; server: FhirServer } {
  const source = sourceNamed(sources, sourceId);
  return { source, server: fhirServer(source, authenticators(sourceId, source), http) };
}
