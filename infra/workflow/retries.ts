import { Duration } from 'aws-cdk-lib';
import { JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';
import { TRANSIENT_ERRORS } from '../../lambdas/aws/aws-errors.ts';

/**
 * The retry policies. Waits double; full jitter takes each from between nothing and its full length,
 * so that the sums below are the longest waits, and half of them the usual ones.
 */
type Policy = { errors: string[]; waitSeconds: number; tries: number; longestSeconds?: number };

const policy = ({ errors, waitSeconds, tries, longestSeconds }: Policy): RetryProps => ({
  errors,
  interval: Duration.seconds(waitSeconds),
  maxAttempts: tries,
  backoffRate: 2,
  jitterStrategy: JitterType.FULL,
  ...(longestSeconds && { maxDelay: Duration.seconds(longestSeconds) }),
});

/**
 * AWS itself stumbles: Lambda loses a call (F4), or a service that a step uses fails or throttles for longer
 * than the step's own client waits. 2+4+8+16+32+60+60+60 s: four minutes.
 */
export const awsStumbles = policy({
  errors: [
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    ...TRANSIENT_ERRORS,
  ],
  waitSeconds: 2,
  tries: 8,
  longestSeconds: 60,
});

/**
 * Lambda throttles: the account's concurrency is in use (F4). Others may hold it for long, as a call of
 * Download lasts up to 15 minutes and a new account runs ten functions at a time.
 * 5+10+20+40+80+160 s and 35x5 min: three hours.
 */
export const lambdaThrottled = policy({
  errors: ['Lambda.TooManyRequestsException'],
  waitSeconds: 5,
  tries: 41,
  longestSeconds: 5 * 60,
});

/** How a Lambda that died is reported: out of time, out of memory, killed. */
const DEATHS = [
  'Lambda.Unknown',
  'Runtime.ExitError',
  'Runtime.OutOfMemory',
  'Sandbox.Timedout',
  'States.Timeout',
];

/** A step died; each can be run again (F5). Three times, as the fourth death is no accident: 5+10+20 s. */
export const stepDied = policy({ errors: DEATHS, waitSeconds: 5, tries: 3, longestSeconds: 20 });

/** Kick off died: its request may have arrived, and each try may begin one more job (K5). Once. */
export const kickOffDied = policy({ errors: DEATHS, waitSeconds: 60, tries: 1 });

const SERVER_DOWN = ['ServerBusy', 'ServerUnavailable'];

/**
 * The server cannot begin now, perhaps because it runs one export at a time (K3, K4).
 * 1+2+4+8+15+15+15+15 min: an hour and a quarter outlasts a nightly maintenance.
 */
export const serverCannotBegin = policy({
  errors: SERVER_DOWN,
  waitSeconds: 60,
  tries: 8,
  longestSeconds: 15 * 60,
});

/** The server does not answer a poll. A job of days is worth an hour (P4): 0.5+1+2+4+8+10x5 min. */
export const serverDoesNotAnswer = policy({
  errors: SERVER_DOWN,
  waitSeconds: 30,
  tries: 10,
  longestSeconds: 10 * 60,
});

/**
 * The server does not give a file. 5+10+20+40+80+160+300x4 s: 25 minutes, per unit of work. One that asks
 * to wait is none: the unit waits, and a ServerBusy that comes from Download in spite of that is final (D21).
 */
export const serverGivesNoFile = policy({
  errors: ['ServerUnavailable'],
  waitSeconds: 5,
  tries: 10,
  longestSeconds: 5 * 60,
});

/**
 * A file that arrived broken, thrice in a row already within the step (D1, D8): 5+10 s. A LineRefused is
 * not among them: a line that was wrong twice within the step is wrong, and the file may be of 45 GB
 * (D10).
 */
export const fileBroken = policy({
  errors: ['FileTruncated', 'FileNotNdjson', 'FileRefused'],
  waitSeconds: 5,
  tries: 2,
});

/** An answer cut by a proxy, or a proxy's own page, in place of a status (P7, P8): 5+10+20 s. */
export const statusBroken = policy({
  errors: ['StatusMalformed', 'NotABulkServer'],
  waitSeconds: 5,
  tries: 3,
});

/**
 * A job the server does not know may be one it does not know yet (P5). Once, and after a whole
 * minute: no jitter.
 */
export const jobGone: RetryProps = {
  errors: ['ServerJobGone'],
  interval: Duration.minutes(1),
  maxAttempts: 1,
};

/** The map could not read its items or write its results; units that are done are not done again. */
export const mapStumbles = policy({
  errors: ['States.ItemReaderFailed', 'States.ResultWriterFailed'],
  waitSeconds: 10,
  tries: 3,
  longestSeconds: 60,
});
