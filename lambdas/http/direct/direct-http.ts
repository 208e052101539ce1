import type { Clock } from '../../runtime/clock.ts';
import { requirePublicHttps } from '../connect.ts';
import type { Http, HttpRequest } from '../http.ts';
import { http } from '../keep-alive-sockets.ts';
import { type Connection, connectionPool } from './connection.ts';
import { ClosedBeforeAnswer, exchange, type PreparedRequest } from './exchange.ts';

/**
 * HTTP for files: a GET is read straight from its socket into the memory of whoever pours its body, at
 * a third of the CPU of `node:https`. All else is left to `general`, and what that promises holds here,
 * too. A GET that finds its kept socket dead before a byte has come is sent once more over a new one.
 */
export function directHttp(general: Http, clock: Pick<Clock, 'now'>): Http {
  const wires = connectionPool(clock);
  return async (request) => {
    const url = new URL(request.url);
    if (!isDirect(request, url)) return general(request);
    requirePublicHttps(url, request.private);
    const outgoing = outgoingOf(request, url);
    const run = (wire: Connection) =>
      exchange(wire, outgoing, (free) => wires.release(url.origin, free));
    const kept = wires.acquire(url.origin);
    if (!kept) return run(wires.open(url));
    return run(kept).catch((error: unknown) => {
      if (error instanceof ClosedBeforeAnswer) return run(wires.open(url));
      throw error;
    });
  };
}

/** A user name in a URL is a credential, which `node:http` makes a header of. */
const isDirect = ({ method, body }: HttpRequest, { protocol, username, password }: URL) =>
  method === 'GET' &&
  body === undefined &&
  (protocol === 'https:' || protocol === 'http:') &&
  username + password === '';

function outgoingOf(request: HttpRequest, url: URL): PreparedRequest {
  const began = performance.now();
  return {
    ...{ request, url, text: requestText(url, request.headers) },
    millisecondsLeft: (seconds) => seconds * 1000 - (performance.now() - began),
  };
}

/**
 * A GET as it goes over the wire. Throws a TypeError where a header could not be sent, such as one that
 * holds a line break.
 */
function requestText({ pathname, search, host }: URL, headers: HttpRequest['headers']): string {
  const all = { host, ...headers, connection: 'keep-alive' };
  const lines = Object.entries(all).map(([name, value]) => {
    http.validateHeaderName(name);
    http.validateHeaderValue(name, value);
    return `${name}: ${value}\r\n`;
  });
  return `GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
