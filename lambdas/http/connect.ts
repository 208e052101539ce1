import { isIP, type Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import { ConnectionFailed } from './http.ts';

/** The IPv6 addresses that are given out at all (RFC 4291 §2.4); outside lies `::127.0.0.1`. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address is one of the public internet: not loopback, link-local, private, mapped,
 * or otherwise reserved (invariant 7). Anything that is no address at all is not.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_IPV6)) return false;
  return parsed.range() === 'unicast';
}

/**
 * Refuses, unless a request is `private`, what is not https and an IP literal that is not public
 * (invariant 7). Where a name leads only its socket can tell. Throws {@link ConnectionFailed}.
 */
export function requirePublicHttps(url: URL, isPrivate: boolean): void {
  if (isPrivate) return;
  if (url.protocol !== 'https:') throw new ConnectionFailed('only https leaves the network', false);
  const host = bareHost(url);
  if (isIP(host) && !isPublicAddress(host))
    throw new ConnectionFailed('the address is not public', false);
}

/** The name or address of a URL, an IPv6 address without its brackets. */
export const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

type Milestones = { connected(): void; ready(): void };

/**
 * Connected is before the handshake of https, ready after it: no header is sent before. A socket that
 * is used again has been through both.
 */
export function whenConnected(socket: Socket, protocol: string, { connected, ready }: Milestones) {
  if (socket.connecting) {
    socket.once('connect', connected);
    socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', ready);
  } else {
    connected();
    ready();
  }
}
