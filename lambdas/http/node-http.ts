import type { Agent, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import https from 'node:https';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { CONNECT_SECONDS, isPublicAddress, requirePublicHttps, whenConnected } from './connect.ts';
import {
  ConnectionFailed,
  type Http,
  type HttpRequest,
  type HttpResponse,
  MAX_HEAD_BYTES,
} from './http.ts';
import { http, keepAliveAgents } from './keep-alive-sockets.ts';
import { progressWatchdog } from './progress-watchdog.ts';

/**
 * HTTP over `node:http` and `node:https`, which report a body that is cut short where `fetch` may not.
 * Sockets are used again. Unless a request is `private` it must be https, and the address that the
 * socket reached must be public: neither an IP literal nor DNS rebinding leads inside (invariant 7).
 */
export function nodeHttp(clock: Pick<Clock, 'now'> = systemClock): Http {
  const { plain, secure } = keepAliveAgents(clock);
  return async (request) => {
    const url = new URL(request.url);
    requirePublicHttps(url, request.private);
    return url.protocol === 'https:'
      ? send(https, url, { agent: secure() }, request)
      : send(http, url, { agent: plain() }, request);
  };
}

function send(
  { request: open }: Pick<typeof http, 'request'> | Pick<typeof https, 'request'>,
  url: URL,
  { agent }: { agent: Agent },
  request: HttpRequest,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let sent = false;
    const began = performance.now();
    const { method, headers } = request;
    const outgoing = open(url, { agent, method, headers, maxHeaderSize: MAX_HEAD_BYTES });
    const fail = (cause: Error) =>
      reject(new ConnectionFailed(`${method} ${url.host}: ${cause.message}`, sent, { cause }));
    const endIn = (seconds: number, what: string) =>
      setTimeout(() => outgoing.destroy(new Error(`${what} in ${seconds} s`)), seconds * 1000);
    const timer = endIn(request.timeoutSeconds, 'no answer');
    outgoing.on('socket', (socket) => {
      const connecting = endIn(CONNECT_SECONDS, 'no connection');
      outgoing.on('close', () => clearTimeout(connecting));
      whenConnected(socket, url.protocol, {
        connected() {
          if (request.private || isPublicAddress(socket.remoteAddress ?? '')) return;
          outgoing.destroy(new Error('the address is not public'));
        },
        ready() {
          clearTimeout(connecting);
          sent = true;
        },
      });
    });
    outgoing.on('error', fail);
    outgoing.on('close', () => {
      clearTimeout(timer);
      // Without it a request whose connection closes before the answer would wait for ever.
      fail(new Error('the connection was closed'));
    });
    const refuseUpgrade = (body: IncomingMessage) => {
      fail(new Error('the answer changes the protocol'));
      body.socket.destroy();
    };
    outgoing.on('upgrade', refuseUpgrade);
    outgoing.on('response', (body) => {
      if (body.statusCode === 101) return refuseUpgrade(body);
      clearTimeout(timer);
      // An error after the head, such as bytes behind the content length.
      outgoing.on('error', (error) => body.destroy(error));
      endStalled(body, request.wholeSeconds !== undefined);
      endInTime(body, began, request.wholeSeconds);
      resolve({ status: body.statusCode ?? 0, headers: flat(body.headers), body });
    });
    outgoing.end(request.body);
  });
}

/** While a body is not read its buffer is full, and nobody waits for the server. */
function endStalled(body: IncomingMessage, onlySilence: boolean) {
  const progress = {
    receivedBytes: () => body.socket.bytesRead,
    isAwaited: () => !body.complete && body.readableLength < body.readableHighWaterMark,
  };
  const stop = progressWatchdog(progress, { onlySilence }, (error) => body.destroy(error));
  body.on('close', stop);
}

/** A byte now and then is not silence, so an answer with `wholeSeconds` has a timer of its own. */
function endInTime(body: IncomingMessage, began: number, wholeSeconds: number | undefined) {
  if (wholeSeconds === undefined) return;
  const late = () => body.destroy(new Error(`the answer was not complete in ${wholeSeconds} s`));
  const timer = setTimeout(late, wholeSeconds * 1000 - (performance.now() - began));
  body.on('close', () => clearTimeout(timer));
}

const flat = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  );
