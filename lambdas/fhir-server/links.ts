import { LinkRefused } from '../runtime/errors.ts';
import type { Source } from '../settings/source.ts';

type SourceOrigins = Pick<Source, 'baseUrl' | 'fhirUrl' | 'fileOrigins' | 'openOrigins'>;

/**
 * `api`: of `baseUrl` or `fhirUrl`; `authenticated`: in `fileOrigins`; `public`: in `openOrigins`, which
 * never receive the credential; `untrusted`: not named by the source.
 */
export type OriginTrust = 'api' | 'authenticated' | 'public' | 'untrusted';

/** The trust in a URL's origin; `openOrigins` takes precedence over `fileOrigins`. */
export function originTrust(url: string, source: SourceOrigins): OriginTrust {
  const { origin } = new URL(url);
  const api = [source.baseUrl, ...(source.fhirUrl ? [source.fhirUrl] : [])];
  if (api.some((address) => new URL(address).origin === origin)) return 'api';
  if (source.openOrigins.includes(origin)) return 'public';
  return source.fileOrigins.includes(origin) ? 'authenticated' : 'untrusted';
}

/**
 * The URL to request for a link from the server: resolved against the URL of its response, and upgraded
 * to https if the source names the host with https only, since 1upHealth sends `http` links (1up 2).
 * Throws LinkRefused for an origin that the source does not name.
 */
export function resolveLink(link: string, base: string, source: SourceOrigins): string {
  const { origin, href } = upgraded(parse(link, base), source);
  if (originTrust(href, source) !== 'untrusted') return href;
  throw new LinkRefused(
    `a link leads to ${origin}; if that is right, add it to the source's fileOrigins or openOrigins`,
  );
}

/** The URL of a redirect, upgraded likewise; `credentialPolicy` decides whether to follow it. Throws LinkRefused. */
export const resolveRedirect = (location: string, from: string, source: SourceOrigins): string =>
  upgraded(parse(location, from), source).href;

function parse(link: string, base: string): URL {
  const url = URL.parse(link, base);
  if (!url) throw new LinkRefused('a link is not a URL');
  if (url.username || url.password) throw new LinkRefused(`a link to ${url.host} holds a password`);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new LinkRefused(`a link has the scheme ${url.protocol}`);
  url.hash = '';
  return url;
}

/** `https` in place of `http` if the source names the host with https only. A URL with a port stays as it is. */
function upgraded(url: URL, source: SourceOrigins): URL {
  if (url.protocol !== 'http:' || url.port !== '' || originTrust(url.href, source) !== 'untrusted')
    return url;
  const secure = new URL(url);
  secure.protocol = 'https:';
  return originTrust(secure.href, source) === 'untrusted' ? url : secure;
}
