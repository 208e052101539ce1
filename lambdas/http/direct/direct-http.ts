import type { Clock } from '../../runtime/clock.ts';
import { requirePublicHttps } from '../connect.ts';
import type { Http, HttpRequest } from '../http.ts';
import { http } from '../keep-alive-sockets.ts';
import { type Connection, connectionPool } from './connection.ts';
import { ClosedBeforeAnswer, exchange, type PreparedRequest } from './exchange.ts';

/**
 * HTTP for files: the body of a GET is read from its socket straight into the memory of whoever pipes it,
 * at a third of the CPU of `node:https`. All other requests go to `general`, and both keep the same
 * promises. A GET whose kept connection closes before the first byte of an answer is sent once more, over
 * a new one.
 */
export function directHttp(general: Http, clock: Pick<Clock, 'now'>): Http {
  const pool = connectionPool(clock);
  return async (request) => {
    const url = new URL(request.url);
    if (!isDirect(request, url)) return general(request);
    requirePublicHttps(url, request.private);
    const prepared = prepare(request, url);
    const run = (connection: Connection) =>
      exchange(connection, prepared, (free) => pool.release(url.origin, free));
    const kept = pool.acquire(url.origin);
    if (!kept) return run(pool.open(url));
    return run(kept).catch((error: unknown) => {
      if (error instanceof ClosedBeforeAnswer) return run(pool.open(url));
      throw error;
    });
  };
}

/** A user name in a URL is a credential, of which `node:http` makes a header. */
const isDirect = ({ method, body }: HttpRequest, { protocol, username, password }: URL) =>
  method === 'GET' &&
  body === undefined &&
  (protocol === 'https:' || protocol === 'http:') &&
  username + password === '';

function prepare(request: HttpRequest, url: URL): PreparedRequest {
  const began = performance.now();
  return {
    ...{ request, url, text: requestText(url, request.headers) },
    millisecondsLeft: (seconds) => seconds * 1000 - (performance.now() - began),
  };
}

/** The text of a GET. Throws a TypeError for a header that cannot be sent, such as one with a line break. */
function requestText({ pathname, search, host }: URL, headers: HttpRequest['headers']): string {
  const all = { host, ...headers, connection: 'keep-alive' };
  const lines = Object.entries(all).map(([name, value]) => {
    http.validateHeaderName(name);
    http.validateHeaderValue(name, value);
    return `${name}: ${value}\r\n`;
  });
  return `GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
