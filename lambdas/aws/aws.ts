import https from 'node:https';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { http, keptSockets } from '../http/keep-alive-sockets.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { awsError, isTransient } from './aws-errors.ts';

/**
 * What every client of the AWS SDK is made with. What is left out comes from the SDK's standard chain:
 * environment, profile, role.
 */
type ClientConfig = Pick<
  S3ClientConfig,
  | 'credentials'
  | 'endpoint'
  | 'region'
  | 'requestHandler'
  | 'useDualstackEndpoint'
  | 'useFipsEndpoint'
>;

/** AWS as the steps reach it: what clients are made with, and how their calls are made. */
export type Aws = {
  config: ClientConfig & { maxAttempts: number };
  /**
   * Makes a call until it is answered or fails for a reason that does not pass. `attempt` is told which
   * attempt it is, from 1. Throws AwsError with AWS's name for what failed; any other error as it is.
   */
  call<Result>(operation: string, attempt: (number: number) => Promise<Result>): Promise<Result>;
};

/** The first attempt and five more (S1). */
const ATTEMPTS = 6;

/** The longest wait before the second attempt; it doubles from there, half a minute in all. */
const WAIT_MILLISECONDS = 1000;

/**
 * AWS over a configuration of clients. The SDK makes one attempt, as its own retry waits on real timers; the
 * waits between attempts are on the clock that is handed in. Full jitter: each is anything up to its
 * longest, so that many clients do not come back at once.
 */
export const connectAws = (
  config: ClientConfig,
  { clock, random }: { clock: Pick<Clock, 'sleep'>; random: () => number },
): Aws => ({
  config: { ...config, maxAttempts: 1 },
  async call(operation, attempt) {
    for (let number = 1; ; number += 1) {
      try {
        return await attempt(number);
      } catch (error) {
        if (number === ATTEMPTS || !isTransient(error)) throw awsError(operation, error);
      }
      await clock.sleep(random() * WAIT_MILLISECONDS * 2 ** (number - 1));
    }
  },
});

/** AWS with credentials, region and endpoints from the SDK's standard chain; in Lambda, the function's role. */
export const defaultAws = (): Aws =>
  connectAws({ requestHandler: socketHandler() }, { clock: systemClock, random: Math.random });

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
