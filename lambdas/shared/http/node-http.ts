import http from 'node:http';
import https from 'node:https';
import { isIP, type Socket } from 'node:net';
import { type Clock, systemClock } from '../clock.ts';
import { ConnectionFailed, type Http, type HttpRequest, type HttpResponse } from './http.ts';
import { keptSockets } from './kept-sockets.ts';
import { isPublicAddress } from './public-address.ts';

/** Silence on the wire for that long ends a response. */
const IDLE_SECONDS = 60;

/**
 * HTTP over `node:http` and `node:https`, which report a body that is cut short (D1) where `fetch`
 * may not. Sockets are kept for the next request. Unless a request is `private`, it must be https,
 * and the address that the socket really reached must be public, so that neither an IP literal nor
 * DNS rebinding leads inside (reliability 2.1).
 */
export function nodeHttp(clock: Pick<Clock, 'now'> = systemClock): Http {
  const plain = keptSockets(new http.Agent({ keepAlive: true }), clock);
  const secure = keptSockets(new https.Agent({ keepAlive: true }), clock);
  return async (request) => {
    const url = new URL(request.url);
    refuseUnsafe(url, request.private);
    return url.protocol === 'https:'
      ? send(https, url, { agent: secure() }, request)
      : send(http, url, { agent: plain() }, request);
  };
}

function refuseUnsafe(url: URL, isPrivate: boolean) {
  if (isPrivate) return;
  if (url.protocol !== 'https:') throw new ConnectionFailed('only https leaves the network', false);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && !isPublicAddress(host))
    throw new ConnectionFailed('the address is not public', false);
}

function send(
  { request: open }: Pick<typeof http, 'request'> | Pick<typeof https, 'request'>,
  url: URL,
  { agent }: { agent: http.Agent },
  request: HttpRequest,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let sent = false;
    const { method, headers } = request;
    const outgoing = open(url, { agent, method, headers });
    const fail = (cause: Error) =>
      reject(new ConnectionFailed(`${method} ${url.host}: ${cause.message}`, sent, { cause }));
    const timer = setTimeout(
      () => outgoing.destroy(new Error(`no answer in ${request.timeoutSeconds} s`)),
      request.timeoutSeconds * 1000,
    );
    outgoing.on('socket', (socket) =>
      whenConnected(socket, url.protocol, {
        connected() {
          if (request.private || isPublicAddress(socket.remoteAddress ?? '')) return;
          outgoing.destroy(new Error('the address is not public'));
        },
        ready() {
          sent = true;
        },
      }),
    );
    outgoing.on('error', fail);
    outgoing.on('close', () => clearTimeout(timer));
    outgoing.on('response', (body) => {
      clearTimeout(timer);
      body.setTimeout(IDLE_SECONDS * 1000, () => body.destroy(new Error('the server fell silent')));
      resolve({ status: body.statusCode ?? 0, headers: flat(body.headers), body });
    });
    outgoing.end(request.body);
  });
}

type Milestones = { connected(): void; ready(): void };

/**
 * Connected is before the handshake of https, ready after it: no header is sent before. A socket that
 * is used again has been through both.
 */
function whenConnected(socket: Socket, protocol: string, { connected, ready }: Milestones) {
  if (socket.connecting) {
    socket.once('connect', connected);
    socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', ready);
  } else {
    connected();
    ready();
  }
}

const flat = (headers: http.IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  );
