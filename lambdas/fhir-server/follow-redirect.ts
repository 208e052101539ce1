import type { HttpRequest, HttpResponse } from '../http/http.ts';
import type { Source } from '../settings/source.ts';
import type { PolicyRequest } from './credential-policy.ts';
import { resolveRedirect } from './links.ts';

/** A request to a source, without its credential. Header names are lower case. */
export type ServerCall = {
  method: HttpRequest['method'];
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** From the manifest, for its files. Only `true` lets a file's request carry the credential. */
  requiresAccessToken?: boolean;
};

/** A request after any redirects so far. */
export type Hop = { call: ServerCall } & Pick<PolicyRequest, 'isRedirect' | 'body'>;

/** A request before any redirect. */
export const firstHop = (call: ServerCall): Hop => ({
  call,
  isRedirect: false,
  body: bodyOf(call),
});

/** The request that a redirect leads to; undefined for other responses. Throws LinkRefused. */
export function followRedirect(
  { call }: Hop,
  { status, headers }: Pick<HttpResponse, 'status' | 'headers'>,
  source: Source,
): Hop | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || !headers.location) return undefined;
  const url = resolveRedirect(headers.location, call.url, source);
  if (!becomesGet(call.method, status))
    return { call: { ...call, url }, isRedirect: true, body: bodyOf(call) };
  const body = call.body === undefined ? 'none' : 'dropped';
  return { call: asGet(call, url), isRedirect: true, body };
}

const bodyOf = ({ body }: ServerCall) => (body === undefined ? 'none' : 'present');

/**
 * 303 turns any method into GET, 301 and 302 only POST (RFC 9110 §15.4). The success of a GET must not
 * count as the success of a DELETE.
 */
const becomesGet = (method: ServerCall['method'], status: number) =>
  status === 303 || (method === 'POST' && status < 303);

function asGet({ body: _, headers = {}, ...call }: ServerCall, url: string): ServerCall {
  const { 'content-type': __, ...others } = headers;
  return { ...call, method: 'GET', headers: others, url };
}
