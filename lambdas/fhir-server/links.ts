import { LinkRefused } from '../runtime/errors.ts';
import type { Source } from '../settings/source.ts';

type SourceOrigins = Pick<Source, 'baseUrl' | 'fhirUrl' | 'fileOrigins' | 'openOrigins'>;

/**
 * Whose an origin is: one of the source's own servers, one of its files that may see its credential,
 * one of its files that may not, or none that it names.
 */
export type OriginTrust = 'api' | 'authenticated' | 'public' | 'untrusted';

/** Whose the origin of a URL is; one that is listed for files both ways does not see the credential. */
export function originTrust(url: string, source: SourceOrigins): OriginTrust {
  const { origin } = new URL(url);
  const own = [source.baseUrl, ...(source.fhirUrl ? [source.fhirUrl] : [])];
  if (own.some((address) => new URL(address).origin === origin)) return 'api';
  if (source.openOrigins.includes(origin)) return 'public';
  return source.fileOrigins.includes(origin) ? 'authenticated' : 'untrusted';
}

/**
 * The URL to send a request to for a link that the server gave: resolved against the URL of the
 * answer it came in, and upgraded to https where only https is named of that host, since 1upHealth
 * gives `http` links (1up 2). Throws LinkRefused for any place the source does not name.
 */
export function resolveLink(link: string, base: string, source: SourceOrigins): string {
  const { origin, href } = upgraded(parse(link, base), source);
  if (originTrust(href, source) !== 'untrusted') return href;
  throw new LinkRefused(
    `a link leads to ${origin}; if that is right, add it to the source's fileOrigins or openOrigins`,
  );
}

/** Where a redirect leads, with the same upgrade; `credentialPolicy` says whether to follow. Throws LinkRefused. */
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

/**
 * `http` as `https` where the source names the host by https alone; a port other than 80 speaks plain
 * http and has no twin.
 */
function upgraded(url: URL, source: SourceOrigins): URL {
  if (url.protocol !== 'http:' || url.port !== '' || originTrust(url.href, source) !== 'untrusted')
    return url;
  const secure = new URL(url);
  secure.protocol = 'https:';
  return originTrust(secure.href, source) === 'untrusted' ? url : secure;
}
