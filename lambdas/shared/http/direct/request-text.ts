import type { HttpRequest } from '../http.ts';
import { http } from '../http-module.ts';

/**
 * A GET as it goes over the wire. Throws a TypeError where a header could not be sent, such as one that
 * holds a line break.
 */
export function requestText({ pathname, search, host }: URL, headers: HttpRequest['headers']) {
  const all = { host, ...headers, connection: 'keep-alive' };
  const lines = Object.entries(all).map(([name, value]) => {
    http.validateHeaderName(name);
    http.validateHeaderValue(name, value);
    return `${name}: ${value}\r\n`;
  });
  return `GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
