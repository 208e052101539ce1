import https from 'node:https';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { http } from '../http/http-module.ts';
import { keptSockets } from '../http/kept-sockets.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';

/** Silence on a socket for that long ends a request. S3 sends blanks while it completes an upload. */
export const IDLE_MILLISECONDS = 60_000;
export const CONNECT_MILLISECONDS = 5000;

/**
 * The SDK's own HTTP client, for all clients of a function. It does not use a socket again that idled for so
 * long that AWS may have closed it: behind the back of a Lambda that slept between two calls, the first
 * request of the next call would fail on it, and wait for its second attempt.
 */
export function socketHandler(clock: Pick<Clock, 'now'> = systemClock): NodeHttpHandler {
  const plain = keptSockets(new http.Agent({ keepAlive: true }), clock);
  const secure = keptSockets(new https.Agent({ keepAlive: true }), clock);
  const limits = { connectionTimeout: CONNECT_MILLISECONDS, socketTimeout: IDLE_MILLISECONDS };
  const handler = new NodeHttpHandler({ ...limits, httpAgent: plain(), httpsAgent: secure() });
  const handle = handler.handle.bind(handler);
  return Object.assign(handler, {
    handle(...request: Parameters<typeof handle>) {
      plain();
      secure();
      return handle(...request);
    },
  });
}
