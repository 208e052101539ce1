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

/** What a step needs to talk to FHIR servers. */
export type ServerDeps = { sources: Sources; authenticators: Authenticators; http: Http };

/** `withCredential`: whether the request that it responds to carried the source's credential. */
export type ServerResponse = HttpResponse & { withCredential: boolean };

/** Sends a request to one source: with its credential, following redirects, renewing a token after a 401. */
export type FhirServer = (purpose: Purpose, call: ServerCall) => Promise<ServerResponse>;

/** A source's settings and its server. Throws SettingsInvalid for an unknown source. */
export function connect(
  sourceId: string,
  { sources, authenticators, http }: ServerDeps,
): { source: Source; server: FhirServer } {
  const source = sourceNamed(sources, sourceId);
  return { source, server: fhirServer(source, authenticators(sourceId, source), http) };
}

const MAX_REDIRECTS = 5;
const TIMEOUT_SECONDS = 60;
/** For a response that is read whole, such as a manifest of 256 MiB. */
const WHOLE_SECONDS = 120;

/**
 * All requests to a source go through here, and `credentialPolicy` decides for each hop. Throws
 * LinkRefused, CredentialRefused after a second 401, ConnectionFailed, and what the authenticator
 * throws; the caller reads every other status.
 */
export function fhirServer(source: Source, authenticator: Authenticator, http: Http): FhirServer {
  const send = async (purpose: Purpose, { call }: Hop, allowed: AllowedRequest) => {
    const credential = allowed.credential ? await authenticator.headers(purpose) : {};
    const headers = { accept: '*/*', ...headersOf(call, allowed), ...credential };
    const body = allowed.body && call.body !== undefined ? { body: call.body } : {};
    const { method, url } = call;
    const request = { method, url, headers, ...body, private: source.private };
    const response = await http({ ...request, ...timeoutsOf(purpose) });
    return { ...response, withCredential: allowed.credential };
  };
  const sendRenewing = async (purpose: Purpose, hop: Hop): Promise<ServerResponse> => {
    const allowed = allowedRequest(purpose, hop, source);
    const response = await send(purpose, hop, allowed);
    if (response.status !== 401 || !allowed.credential) return response;
    response.body.destroy();
    const renewed = (await authenticator.renew(purpose)) && (await send(purpose, hop, allowed));
    if (renewed && renewed.status !== 401) return renewed;
    if (renewed) renewed.body.destroy();
    const credential = credentialName(source.auth);
    throw new CredentialRefused(`${purpose}: the server answers 401 to ${credential}`);
  };
  return async (purpose, call) => {
    let hop = firstHop(call);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const response = await sendRenewing(purpose, hop);
      const next = followRedirect(hop, response, source);
      if (!next) return response;
      response.body.destroy();
      hop = next;
    }
    const { host } = new URL(hop.call.url);
    throw new LinkRefused(`more than ${MAX_REDIRECTS} redirects, the last to ${host}`);
  };
}

/** The duration of a download is not limited. */
const timeoutsOf = (purpose: Purpose) =>
  purpose === 'file' || purpose === 'attachment'
    ? { timeoutSeconds: TIMEOUT_SECONDS }
    : { timeoutSeconds: TIMEOUT_SECONDS, wholeSeconds: WHOLE_SECONDS };

/** Throws LinkRefused if the policy refuses the request. */
function allowedRequest(
  purpose: Purpose,
  { call, isRedirect, body }: Hop,
  source: Source,
): AllowedRequest {
  const { origin, protocol } = new URL(call.url);
  const { method, requiresAccessToken } = call;
  const decision = credentialPolicy({
    ...{ purpose, method, isRedirect, body, requiresAccessToken },
    trust: originTrust(call.url, source),
    isEncrypted: protocol === 'https:',
  });
  if (decision.kind === 'allowed') return decision;
  throw new LinkRefused(`${purpose}: nothing is sent to ${origin}: ${decision.reason}`);
}

const NEGOTIATION = ['accept', 'accept-encoding', 'range', 'if-range'];

function headersOf(
  { headers = {} }: ServerCall,
  allowed: AllowedRequest,
): Readonly<Record<string, string>> {
  if (allowed.headers === 'all') return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => NEGOTIATION.includes(name)));
}
