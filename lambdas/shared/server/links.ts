import { LinkRefused } from '../errors.ts';
import type { Source } from '../settings/source.ts';

type Places = Pick<Source, 'baseUrl' | 'fhirUrl' | 'fileOrigins' | 'private'>;

/** The origins that this source's credential was issued for. */
export const credentialOrigins = (source: Places): ReadonlySet<string> =>
  new Set([
    new URL(source.baseUrl).origin,
    ...(source.fhirUrl ? [new URL(source.fhirUrl).origin] : []),
    ...source.fileOrigins,
  ]);

/**
 * The URL to send a request to for a link that the server gave: resolved against the URL of the
 * answer it came in, and upgraded to https where only https is allowed on that host, since 1upHealth
 * gives `http` links (oneup-api 2). Throws LinkRefused for any place the source does not name.
 */
export function resolveLink(link: string, base: string, source: Places): string {
  const url = parse(link, base);
  const allowed = credentialOrigins(source);
  if (allowed.has(url.origin)) return url.href;
  const secure = upgraded(url);
  if (secure && allowed.has(secure.origin)) return secure.href;
  throw new LinkRefused(
    `a link leads to ${url.origin}; if that is right, add it to the source's fileOrigins`,
  );
}

/** Whether a request to this URL may carry the source's credential (invariant 6). */
export const mayCarryCredential = (url: string, source: Places): boolean =>
  credentialOrigins(source).has(new URL(url).origin);

/** A redirect may leave the source's origins, without the credential; never to plain http. */
export function resolveRedirect(location: string, from: string, source: Places): string {
  const url = parse(location, from);
  if (credentialOrigins(source).has(url.origin) || url.protocol === 'https:') return url.href;
  const secure = upgraded(url);
  if (secure && credentialOrigins(source).has(secure.origin)) return secure.href;
  throw new LinkRefused(`a redirect leads to plain http at ${url.host}`);
}

function parse(link: string, base: string): URL {
  const url = URL.parse(link, base);
  if (!url) throw new LinkRefused('a link is not a URL');
  if (url.username || url.password) throw new LinkRefused(`a link to ${url.host} holds a password`);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new LinkRefused(`a link has the scheme ${url.protocol}`);
  url.hash = '';
  return url;
}

/** `http` as `https` on the same host; a port other than 80 speaks plain http and has no twin. */
function upgraded(url: URL): URL | undefined {
  if (url.protocol !== 'http:' || url.port !== '') return undefined;
  const secure = new URL(url);
  secure.protocol = 'https:';
  return secure;
}
