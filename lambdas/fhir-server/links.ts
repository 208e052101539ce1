import { LinkRefused } from '../runtime/errors.ts';
import type { Source } from '../settings/source.ts';

type Places = Pick<Source, 'baseUrl' | 'fhirUrl' | 'fileOrigins' | 'openOrigins'>;

/**
 * Whose an origin is: one of the source's own servers, one of its files that may see its credential,
 * one of its files that may not, or none that it names.
 */
export type Place = 'own' | 'files' | 'open' | 'foreign';

/** Whose the origin of a URL is; one that is listed for files both ways does not see the credential. */
export function placeOf(url: string, source: Places): Place {
  const { origin } = new URL(url);
  const own = [source.baseUrl, ...(source.fhirUrl ? [source.fhirUrl] : [])];
  if (own.some((address) => new URL(address).origin === origin)) return 'own';
  if (source.openOrigins.includes(origin)) return 'open';
  return source.fileOrigins.includes(origin) ? 'files' : 'foreign';
}

/**
 * The URL to send a request to for a link that the server gave: resolved against the URL of the
 * answer it came in, and upgraded to https where only https is named of that host, since 1upHealth
 * gives `http` links (1up 2). Throws LinkRefused for any place the source does not name.
 */
export function resolveLink(link: string, base: string, source: Places): string {
  const { origin, href } = upgraded(parse(link, base), source);
  if (placeOf(href, source) !== 'foreign') return href;
  throw new LinkRefused(
    `a link leads to ${origin}; if that is right, add it to the source's fileOrigins or openOrigins`,
  );
}

/** Where a redirect leads, with the same upgrade; `whatMayGo` says whether to follow. Throws LinkRefused. */
export const resolveRedirect = (location: string, from: string, source: Places): string =>
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

/**
 * `http` as `https` where the source names the host by https alone; a port other than 80 speaks plain
 * http and has no twin.
 */
function upgraded(url: URL, source: Places): URL {
  if (url.protocol !== 'http:' || url.port !== '' || placeOf(url.href, source) !== 'foreign')
    return url;
  const secure = new URL(url);
  secure.protocol = 'https:';
  return placeOf(secure.href, source) === 'foreign' ? url : secure;
}
