import ipaddr from 'ipaddr.js';

/**
 * Whether an IP address is one of the public internet: not loopback, link-local, private, mapped,
 * or otherwise reserved (reliability 2.1). Anything that is no address at all is not.
 */
export const isPublicAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
