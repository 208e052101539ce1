import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = /^(127\.0\.0\.1|localhost)(:\d+)?$/;

/**
 * Whether a program of this machine calls, and not a web page that is open in a browser: a page of
 * another site names its `Origin`, and one that rebound its DNS name to loopback names itself in `Host`.
 */
export const isLocalCaller = ({ host = '', origin }: IncomingHttpHeaders): boolean =>
  origin === undefined && LOOPBACK.test(host);
