import type { HttpResponse } from './http.ts';

type Head = Pick<HttpResponse, 'status' | 'headers'>;

/**
 * A request that was too slow, reached the wrong server or came too early (RFC 9110 §15.5.9, §15.5.20,
 * RFC 8470 §5.2), or that a proxy gave up (nginx): none says anything of what was requested.
 */
const TRANSIENT_4XX = [408, 421, 425, 499];
/** What a server has not implemented, it has not a minute later (RFC 9110 §15.6.2, §15.6.6). */
const PERMANENT_5XX = [501, 505];

/** The server, or a proxy before it, cannot answer now: also by the codes of a CDN, such as 522. */
export const isUnavailable = (status: number): boolean =>
  TRANSIENT_4XX.includes(status) || (status >= 500 && !PERMANENT_5XX.includes(status));

/** Whether the same request may be answered a moment later. */
export const isTransientStatus = (status: number): boolean =>
  status === 429 || isUnavailable(status);

/**
 * Whether an error can only be about the request itself, whatever was asked: a 501 or 505 may be that of a
 * proxy.
 */
export const isRequestError = (status: number): boolean =>
  status >= 500 || isTransientStatus(status);

/** Whether the server asks to wait: by 429, or by `Retry-After` while it is unavailable. */
export const asksToWait = ({ status, headers }: Head): boolean =>
  status === 429 || (isUnavailable(status) && headers['retry-after'] !== undefined);

/**
 * A gateway's answer in place of one that did not come in time, or not whole: the server has the request
 * and may have done what it asks (RFC 9110 §15.6.5; Cloudflare's 520 and 524; 598 and 499 of proxies).
 */
export const isAnswerLost = (status: number): boolean => [499, 504, 520, 524, 598].includes(status);
