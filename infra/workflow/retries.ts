import { Duration } from 'aws-cdk-lib';
import { JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';
import { TRANSIENT_ERRORS } from '../../lambdas/aws/aws-errors.ts';

/**
 * The retry policies. Intervals double; full jitter takes each between zero and its full length, so that
 * the sums below are maximums, and the mean is half of them.
 */
type Policy = {
  errors: string[];
  intervalSeconds: number;
  maxAttempts: number;
  maxDelaySeconds?: number;
};

const policy = (props: Policy): RetryProps => ({
  errors: props.errors,
  interval: Duration.seconds(props.intervalSeconds),
  maxAttempts: props.maxAttempts,
  backoffRate: 2,
  jitterStrategy: JitterType.FULL,
  ...(props.maxDelaySeconds && { maxDelay: Duration.seconds(props.maxDelaySeconds) }),
});

/**
 * A fault of AWS: Lambda loses an invocation (F4), or a service that a step calls fails or throttles for
 * longer than the step's SDK client retries. 2+4+8+16+32+60+60+60 s: four minutes.
 */
export const awsFaults = policy({
  errors: [
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    ...TRANSIENT_ERRORS,
  ],
  intervalSeconds: 2,
  maxAttempts: 8,
  maxDelaySeconds: 60,
});

/**
 * Lambda throttles: the account's concurrency is in use (F4). That can last, because a call of Download
 * takes up to 15 minutes, and a new account has a concurrency of ten.
 * 5+10+20+40+80+160 s and 35x5 min: three hours.
 */
export const lambdaThrottled = policy({
  errors: ['Lambda.TooManyRequestsException'],
  intervalSeconds: 5,
  maxAttempts: 41,
  maxDelaySeconds: 5 * 60,
});

/** The errors of a function that timed out, ran out of memory or was killed. */
const CRASHES = [
  'Lambda.Unknown',
  'Runtime.ExitError',
  'Runtime.OutOfMemory',
  'Sandbox.Timedout',
  'States.Timeout',
];

/** A step crashed; every step can run again (F5). Three times, because a fourth crash has a cause: 5+10+20 s. */
export const stepCrashed = policy({
  errors: CRASHES,
  intervalSeconds: 5,
  maxAttempts: 3,
  maxDelaySeconds: 20,
});

/** Kick off crashed. Once only: its request may have arrived, and each attempt can start one more job (K5). */
export const kickOffCrashed = policy({ errors: CRASHES, intervalSeconds: 60, maxAttempts: 1 });

/**
 * The server cannot be reached for a kick-off now (K4); for one that asks to wait, Kick off returns a wait.
 * 1+2+4+8+15+15+15+15 min: an hour and a quarter is longer than a nightly maintenance.
 */
export const kickOffUnavailable = policy({
  errors: ['ServerUnavailable'],
  intervalSeconds: 60,
  maxAttempts: 8,
  maxDelaySeconds: 15 * 60,
});

/**
 * The server does not deliver a file. 5+10+20+40+80+160 s and 4x5 min: 25 minutes per unit. ServerBusy is
 * not retried: Download returns a wait to a throttling server, and throws only when it gives up (D21).
 */
export const fileUnavailable = policy({
  errors: ['ServerUnavailable'],
  intervalSeconds: 5,
  maxAttempts: 10,
  maxDelaySeconds: 5 * 60,
});

/**
 * A file is broken, after three attempts within the step (`4-download/fetch/retries.ts`): 5+10 s, so nine
 * attempts in all (D1, D8). LineRefused is not retried: the same line was refused twice within the step, and
 * the file can be 45 GB (D10).
 */
export const fileBroken = policy({
  errors: ['FileTruncated', 'FileNotNdjson', 'FileRefused'],
  intervalSeconds: 5,
  maxAttempts: 2,
});

/** JSON that is no status, such as an end without a manifest (P9): 5+10+20 s. */
export const statusBroken = policy({
  errors: ['StatusMalformed'],
  intervalSeconds: 5,
  maxAttempts: 3,
});

/** The server does not know the job, perhaps not yet (P5). Once, after a whole minute: no jitter. */
export const jobGone: RetryProps = {
  errors: ['ServerJobGone'],
  interval: Duration.minutes(1),
  maxAttempts: 1,
};

/** The map could not read its items or write its results. Completed units are not downloaded again. */
export const mapFaults = policy({
  errors: ['States.ItemReaderFailed', 'States.ResultWriterFailed'],
  intervalSeconds: 10,
  maxAttempts: 3,
  maxDelaySeconds: 60,
});
