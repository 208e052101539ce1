import { ConnectionLost, outcome, type ServerResponse } from '../http/server.ts';
import type { Interceptor } from './fault-injector.ts';

/** The credential is not, or no longer, good (K1, P6). */
export const unauthorized: Interceptor = () => outcome(401, 'login', 'the credential has expired');

/** The credential may not do this (K2); where 1upHealth is called from outside of the USA, too. */
export const forbidden: Interceptor = () => outcome(403, 'forbidden', 'not allowed');

/** The server asks to wait; `retryAfter` is seconds or an HTTP date (K3, P3). */
export const tooManyRequests =
  (retryAfter: string): Interceptor =>
  () => ({ ...asking(429, 'throttled'), headers: { 'retry-after': retryAfter } });

/** The server is down: 500, 502, 503, 504 (K4, P4). */
export const serverError =
  (status: number): Interceptor =>
  () =>
    asking(status, 'exception');

/** What was asked for is not there (P5). */
export const missing: Interceptor = () => outcome(404, 'not-found', 'nothing is here');

/** Somebody else's page to log in, with 200 (K13, P8, D8). */
export const loginPage: Interceptor = () => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!doctype html><title>Sign in</title><h1>Sign in to go on</h1>',
});

/** The same path elsewhere; the method stays (K11, D22). */
export const redirectedTo =
  (origin: string): Interceptor =>
  ({ url }) => ({
    status: 307,
    headers: { location: `${origin}${url.pathname}${url.search}` },
    body: '',
  });

/** The server does what it is asked, and its answer is lost on the way (K5). */
export const answerLost: Interceptor = async (_, next) => {
  await next();
  throw new ConnectionLost('the answer was lost');
};

const asking = (status: number, code: string): ServerResponse =>
  outcome(status, code, 'try again later');
