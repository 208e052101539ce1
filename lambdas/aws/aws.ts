import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { awsError } from './aws-error.ts';
import { socketHandler } from './socket-handler.ts';
import { passes } from './transient-errors.ts';

/**
 * What every client of the AWS SDK is made with. What is left out comes from the SDK's standard chain:
 * environment, profile, role.
 */
export type ClientConfig = Pick<
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
        if (number === ATTEMPTS || !passes(error)) throw awsError(operation, error);
      }
      await clock.sleep(random() * WAIT_MILLISECONDS * 2 ** (number - 1));
    }
  },
});

/** AWS with credentials, region and endpoints from the SDK's standard chain; in Lambda, the function's role. */
export const awsByDefault = (): Aws =>
  connectAws({ requestHandler: socketHandler() }, { clock: systemClock, random: Math.random });
