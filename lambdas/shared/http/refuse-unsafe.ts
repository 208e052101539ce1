import { isIP } from 'node:net';
import { ConnectionFailed } from './http.ts';
import { isPublicAddress } from './public-address.ts';

/**
 * Refuses, unless a request is `private`, what is not https and an IP literal that is not public
 * (reliability 2.1). Where a name leads only its socket can tell. Throws {@link ConnectionFailed}.
 */
export function refuseUnsafe(url: URL, isPrivate: boolean): void {
  if (isPrivate) return;
  if (url.protocol !== 'https:') throw new ConnectionFailed('only https leaves the network', false);
  const host = bareHost(url);
  if (isIP(host) && !isPublicAddress(host))
    throw new ConnectionFailed('the address is not public', false);
}

/** The name or address of a URL, an IPv6 address without its brackets. */
export const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');
