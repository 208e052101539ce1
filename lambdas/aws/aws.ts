import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { keepAliveAgents } from '../http/keep-alive-sockets.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { awsError, isTransient } from './aws-errors.ts';

/**
 * The configuration of every client of the AWS SDK. What is left out comes from the SDK's standard chain:
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

/** How the steps reach AWS: the configuration of clients, and how calls are made. */
export type Aws = {
  config: ClientConfig & { maxAttempts: number };
  /**
   * Makes a call, and makes it again after a transient error. `attempt` gets the number of the attempt,
   * from 1. Throws AwsError with AWS's name of the failure, or the error itself where it is not the SDK's.
   */
  call<Result>(operation: string, attempt: (number: number) => Promise<Result>): Promise<Result>;
};

/** The first attempt and five more. */
const ATTEMPTS = 6;

/** The longest wait before the second attempt. It doubles with each further one: half a minute in all. */
const WAIT_MILLISECONDS = 1000;

/**
 * AWS by a configuration of clients. The SDK makes one attempt only, as its own retries wait on real timers;
 * ours wait on the clock that is handed in, with full jitter, so that many clients do not retry at once.
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

/** A socket that is silent for that long ends its request. S3 sends blanks while it completes an upload. */
export const IDLE_MILLISECONDS = 60_000;
export const CONNECT_MILLISECONDS = 5000;

/**
 * The SDK's own HTTP client, for all clients of a function. It drops sockets that idled for so long that AWS
 * may have closed them: after a Lambda slept between two calls, the first request would fail on such a
 * socket and wait for its second attempt.
 */
export function socketHandler(clock: Pick<Clock, 'now'> = systemClock): NodeHttpHandler {
  const { plain, secure } = keepAliveAgents(clock);
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
