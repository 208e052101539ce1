import type { Purpose } from '../auth/authenticator.ts';
import type { HttpRequest } from '../http/http.ts';
import type { OriginTrust } from './links.ts';

/** One request on its way to one place, as far as it decides what goes along. */
export type PolicyRequest = {
  purpose: Purpose;
  method: HttpRequest['method'];
  trust: OriginTrust;
  /** Whether it goes over https. */
  isEncrypted: boolean;
  /** Whether a redirect leads there; a link or the settings do otherwise. */
  isRedirect: boolean;
  /** `lost`: the request had one, and the redirect makes a GET of it. */
  body: 'none' | 'present' | 'lost';
  /** What the manifest says of its files; of other requests it says nothing. */
  requiresAccessToken: boolean | undefined;
};

/** What a request takes along; `negotiation` headers say what answers are welcome, and no more. */
export type AllowedRequest = {
  kind: 'allowed';
  credential: boolean;
  body: boolean;
  headers: 'all' | 'negotiation';
};

/**
 * The one place that decides what a request may carry, asked anew for every hop (invariant 7). A
 * credential, be it a token, Basic or client headers, goes only to origins it was issued for, and to
 * files only where their manifest says so (rules 2, 3, 6, 7); a body goes only to the source's own
 * servers. Places that the source does not name are reached by redirect, with GET, over https, and with
 * nothing in hand. A login's own requests, for a token and for the SMART configuration, go where the
 * settings say and follow no redirect.
 */
export function credentialPolicy(
  hop: PolicyRequest,
): AllowedRequest | { kind: 'refused'; reason: string } {
  const reason = refusal(hop);
  if (reason) return { kind: 'refused', reason };
  const isOurs = isIssuedFor(hop.trust);
  return {
    kind: 'allowed',
    credential: isOurs && wantsCredential(hop),
    body: hop.body === 'present',
    headers: isOurs ? 'all' : 'negotiation',
  };
}

const isIssuedFor = (place: OriginTrust) => place === 'api' || place === 'authenticated';

function refusal(hop: PolicyRequest): string | undefined {
  const { trust: place, method, isRedirect, isEncrypted, body, purpose } = hop;
  if (place === 'untrusted' && !isRedirect) return 'the source names no such origin';
  if (place === 'untrusted' && !isEncrypted) return 'a redirect leads to plain http';
  if (!isIssuedFor(place) && method !== 'GET') return `no ${method} leaves the source’s origins`;
  if (body === 'present' && place !== 'api') return 'no body leaves the baseUrl and the fhirUrl';
  // The same kick-off without its parameters would export more than was asked for.
  if (body === 'lost' && purpose === 'kick-off') return 'a redirect drops what was asked for';
  return undefined;
}

/** The CapabilityStatement is open (FHIR R4, http.html#capabilities), and some servers guard it all the same. */
function wantsCredential({ purpose, trust: place, requiresAccessToken }: PolicyRequest): boolean {
  switch (purpose) {
    case 'file':
    case 'attachment':
      return requiresAccessToken === true;
    case 'capabilities':
      return place === 'api';
    default:
      return true;
  }
}
