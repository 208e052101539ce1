import { isIP, type Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import { ConnectionFailed } from './http.ts';

/** Name, connection and handshake of https together. */
export const CONNECT_SECONDS = 10;

/** The IPv6 addresses that are assigned at all (RFC 4291 §2.4); `::127.0.0.1` is outside. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address belongs to the public internet: not loopback, link-local, private, mapped or
 * otherwise reserved (invariant 7). False for a text that is no address.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_IPV6)) return false;
  return parsed.range() === 'unicast';
}

/**
 * Throws {@link ConnectionFailed} for a URL that is not https, or names an IP address that is not public,
 * unless the request is `private` (invariant 7). The address of a name is checked once its socket is
 * connected.
 */
export function requirePublicHttps(url: URL, isPrivate: boolean): void {
  if (isPrivate) return;
  if (url.protocol !== 'https:')
    throw new ConnectionFailed('only https is allowed, unless the source is private', false);
  const host = bareHost(url);
  if (isIP(host) && !isPublicAddress(host))
    throw new ConnectionFailed('the address is not public', false);
}

/** The name or address of a URL, an IPv6 address without its brackets. */
export const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

type Milestones = { connected(): void; ready(): void };

/**
 * Calls `connected` before the handshake of https and `ready` after it, when headers may be sent. For a
 * socket that is used again it calls both at once.
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
