import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as eventBridge from '@aws-sdk/client-eventbridge';
import * as glue from '@aws-sdk/client-glue';
import * as kms from '@aws-sdk/client-kms';
import * as s3 from '@aws-sdk/client-s3';
import * as secretsManager from '@aws-sdk/client-secrets-manager';
import * as sfn from '@aws-sdk/client-sfn';
import type { SdkError } from '@smithy/types';
import {
  isSdkError,
  isTransient,
  TRANSIENT_ERRORS,
  transientName,
} from '../../../lambdas/aws/aws-errors.ts';

/** The exceptions of the services' own models, by name: as the SDK makes them of an answer. */
const models = { eventBridge, glue, kms, s3, secretsManager, sfn };

type Modelled = { service: string; error: SdkError };

const modelled: Modelled[] = Object.entries(models).flatMap(([service, model]) =>
  Object.values(model).flatMap((exported: unknown) => {
    const error = exceptionOf(exported);
    return error ? [{ service, error }] : [];
  }),
);

/** An exception of a class that is one; undefined for everything else that a client exports. */
function exceptionOf(exported: unknown): SdkError | undefined {
  if (typeof exported !== 'function' || !(exported.prototype instanceof Error)) return undefined;
  const error: SdkError = Reflect.construct(exported, [{ message: '', $metadata: {} }]);
  return error.$fault ? error : undefined;
}

/** Names that sound as if they passed, of operations that Sluice does not call. */
const NOT_OURS = [
  'ColumnStatisticsTaskRunningException',
  'ColumnStatisticsTaskStoppingException',
  'ConcurrentRunsExceededException',
  'CrawlerRunningException',
  'CrawlerStoppingException',
  'MLTransformNotReadyException',
  'MaterializedViewRefreshTaskRunningException',
  'MaterializedViewRefreshTaskStoppingException',
  'SchedulerRunningException',
  'SchedulerTransitioningException',
  'SessionBusyException',
  'XksProxyUriUnreachableException',
];

const SOUNDS_TRANSIENT =
  /Throttl|TooManyRequests|Timeout|Retryable|Concurrent|NotReady|Busy|Unavailable|Unreachable|Running$|RunningException|Stopping|Transitioning|^Internal/;
const SOUNDS_FINAL = /NotRunning/;

test('the models of all six services are read', () => {
  assert.deepEqual([...new Set(modelled.map(({ service }) => service))], Object.keys(models));
  assert.ok(modelled.length > 100, `${modelled.length}`);
});

test('every exception of the models for which the service is at fault passes, under its own name', () => {
  const faults = modelled.filter(({ error }) => error.$fault === 'server');
  assert.ok(faults.length >= 5);
  const missing = faults.filter(({ error }) => !TRANSIENT_ERRORS.includes(error.name));
  assert.deepEqual(
    missing.map(({ service, error }) => `${service} ${error.name}`),
    [],
  );
});

test('every exception that sounds as if it passed does so, or belongs to what Sluice does not call', () => {
  const names = new Set(modelled.map(({ error }) => error.name));
  const undecided = [...names].filter(
    (name) =>
      SOUNDS_TRANSIENT.test(name) &&
      !SOUNDS_FINAL.test(name) &&
      !TRANSIENT_ERRORS.includes(name) &&
      !NOT_OURS.includes(name),
  );
  assert.deepEqual(undecided, []);
  assert.deepEqual(
    NOT_OURS.filter((name) => !names.has(name)),
    [],
  );
});

test('whatever the SDK classifies as passing ends under a name that Retry knows', () => {
  const errors = [
    ...modelled.map(({ error }) => error),
    ...[200, 429, 500, 502, 503, 504].map((httpStatusCode) =>
      Object.assign(new Error('no code'), { $metadata: { httpStatusCode } }),
    ),
    ...['ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT'].map((code) =>
      Object.assign(new Error('no answer'), { code }),
    ),
    ...['RequestLimitExceeded', 'BandwidthLimitExceeded', 'EC2ThrottledException'].map((name) =>
      Object.assign(new Error('slower'), { name }),
    ),
  ]
    .filter(isSdkError)
    .filter(isTransient);
  assert.ok(errors.length > 20);
  for (const error of errors)
    assert.ok(TRANSIENT_ERRORS.includes(transientName(error)), `${error.name}`);
});

test('what is about the request, its rights or its condition does not pass', () => {
  for (const name of ['AccessDenied', 'NoSuchKey', 'PreconditionFailed', 'ValidationException'])
    assert.ok(
      !isTransient(Object.assign(new Error('no'), { name, $metadata: { httpStatusCode: 400 } })),
    );
});
