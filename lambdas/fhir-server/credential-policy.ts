import type { Purpose } from '../auth/authenticator.ts';
import type { HttpRequest } from '../http/http.ts';
import type { OriginTrust } from './links.ts';

/** What the policy decides by: one request to one origin. */
export type PolicyRequest = {
  purpose: Purpose;
  method: HttpRequest['method'];
  trust: OriginTrust;
  /** Whether it uses https. */
  isEncrypted: boolean;
  /** Whether the URL is from a redirect, not from a link or the settings. */
  isRedirect: boolean;
  /** `dropped`: a redirect turned the request with a body into a GET. */
  body: 'none' | 'present' | 'dropped';
  /** From the manifest, for its files; undefined for other requests. */
  requiresAccessToken: boolean | undefined;
};

/** What a request may carry; `negotiation`: only `accept` and range headers. */
export type AllowedRequest = {
  kind: 'allowed';
  credential: boolean;
  body: boolean;
  headers: 'all' | 'negotiation';
};

type PolicyDecision = AllowedRequest | { kind: 'refused'; reason: string };

/**
 * Decides what a request may carry, for every hop of it (invariant 7). A credential goes only to origins
 * it was issued for, and with a file only if the manifest says so (rules 2, 3, 5, 6, 7). A body goes only to
 * the source's API. Origins that the source does not name are reached by redirect only, with GET, over
 * https and without credential. Requests for a token or the SMART configuration are not sent this way:
 * they go where the settings say and follow no redirect.
 */
export function credentialPolicy(request: PolicyRequest): PolicyDecision {
  const reason = refusal(request);
  if (reason) return { kind: 'refused', reason };
  const isOurs = isIssuedFor(request.trust);
  return {
    kind: 'allowed',
    credential: isOurs && wantsCredential(request),
    body: request.body === 'present',
    headers: isOurs ? 'all' : 'negotiation',
  };
}

const isIssuedFor = (trust: OriginTrust) => trust === 'api' || trust === 'authenticated';

function refusal(request: PolicyRequest): string | undefined {
  const { trust, method, isRedirect, isEncrypted, body, purpose } = request;
  if (trust === 'untrusted' && !isRedirect) return 'the source names no such origin';
  if (trust === 'untrusted' && !isEncrypted) return 'a redirect leads to plain http';
  if (!isIssuedFor(trust) && method !== 'GET') return `no ${method} leaves the source’s origins`;
  if (body === 'present' && trust !== 'api') return 'no body leaves the baseUrl and the fhirUrl';
  // The same kick-off without its parameters would export more than was asked for.
  if (body === 'dropped' && purpose === 'kick-off') return 'a redirect drops the parameters';
  return undefined;
}

/** The CapabilityStatement is public (FHIR R4, http.html#capabilities), but some servers require a login. */
function wantsCredential({ purpose, trust, requiresAccessToken }: PolicyRequest): boolean {
  switch (purpose) {
    case 'file':
    case 'attachment':
      return requiresAccessToken === true;
    case 'capabilities':
      return trust === 'api';
    default:
      return true;
  }
}
