import type { Interceptor } from '../http/routing.ts';
import { ConnectionLost, outcome, type ServerResponse } from '../http/server.ts';

/** The credential is not valid, or no longer. */
export const unauthorized: Interceptor = () => outcome(401, 'login', 'the credential has expired');

/** The credential is not allowed to do this; 1upHealth also answers so outside of the USA. */
export const forbidden: Interceptor = () => outcome(403, 'forbidden', 'not allowed');

/** Throttling; `retryAfter` is seconds or an HTTP date. */
export const tooManyRequests =
  (retryAfter: string): Interceptor =>
  () => ({ ...tryLater(429, 'throttled'), headers: { 'retry-after': retryAfter } });

/** The server is down: 500, 502, 503, 504. */
export const serverError =
  (status: number): Interceptor =>
  () =>
    tryLater(status, 'exception');

/** Nothing is at this path. */
export const missing: Interceptor = () => outcome(404, 'not-found', 'nothing is here');

/** The login page of a proxy, with 200. */
export const loginPage: Interceptor = () => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!doctype html><title>Sign in</title><h1>Sign in to continue</h1>',
});

/** A redirect to the same path on another origin, which keeps the method. */
export const redirectedTo =
  (origin: string): Interceptor =>
  ({ url }) => ({
    status: 307,
    headers: { location: `${origin}${url.pathname}${url.search}` },
    body: '',
  });

/** The server does its work, and its response is lost. */
export const answerLost: Interceptor = async (_, next) => {
  await next();
  throw new ConnectionLost('the response was lost');
};

const tryLater = (status: number, code: string): ServerResponse =>
  outcome(status, code, 'try again later');
