import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import * as eventBridge from '@aws-sdk/client-eventbridge';
import * as glue from '@aws-sdk/client-glue';
import * as kms from '@aws-sdk/client-kms';
import * as s3 from '@aws-sdk/client-s3';
import * as secretsModel from '@aws-sdk/client-secrets-manager';
import * as sfn from '@aws-sdk/client-sfn';
import type { SdkError } from '@smithy/types';
import {
  AwsError,
  awsError,
  isNamed,
  isSdkError,
  isTransient,
  TRANSIENT_ERRORS,
  transientName,
} from '../../../lambdas/aws/aws-errors.ts';
import { glueCatalog } from '../../../lambdas/aws/glue-catalog.ts';
import { s3Storage } from '../../../lambdas/aws/s3/s3-storage.ts';
import { secretsManager } from '../../../lambdas/aws/secrets-manager.ts';
import { type AwsReply, awsWire, xmlReply } from '../../fakes/aws-wire.ts';

const refusal = (code: string, message: string, status = 400): AwsReply => ({
  status,
  headers: { 'x-amzn-requestid': 'request-1' },
  body: JSON.stringify({ __type: `com.amazonaws#${code}`, message }),
});

const registering = (reply: AwsReply) =>
  glueCatalog(awsWire([reply]).aws, 'sluice', 's3://lake/').register('fhir_raw', []);

const writing = (reply: AwsReply) =>
  secretsManager(awsWire([reply]).aws).write('sluice/acme', 'marker');

async function failureOf(promise: Promise<unknown>): Promise<AwsError> {
  const error = await promise.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  assert.ok(error instanceof AwsError, `${error}`);
  return error;
}

test('an error has AWS’s code as its name, and names the operation with AWS’s message', async () => {
  const error = await failureOf(registering(refusal('InvalidInputException', 'bad name')));
  assert.equal(error.name, 'InvalidInputException');
  assert.equal(error.message, 'GetTable: InvalidInputException: bad name');
  assert.deepEqual([error.status, error.requestId], [400, 'request-1']);
  assert.ok(isNamed(error, 'Other', 'InvalidInputException'));
  assert.ok(!isNamed(error, 'Other'));
});

test('the message of Secrets Manager about its input may quote a secret, and is left out', async () => {
  const quoting = refusal('InvalidParameterException', 'Value "marker" at "secretString"');
  const error = await failureOf(writing(quoting));
  assert.equal(error.message, 'PutSecretValue: InvalidParameterException');
  assert.equal(error.cause, undefined);
  const denied = refusal('AccessDeniedException', 'no right to arn:a');
  assert.match((await failureOf(writing(denied))).message, /no right to arn:a/);
});

test('no error has a credential that S3 quotes', async () => {
  const quoted = '<Token-0>marker</Token-0><StringToSign>marker</StringToSign>';
  const reply = xmlReply('Error', `<Code>ExpiredToken</Code><Message>no</Message>${quoted}`, 400);
  const error = await failureOf(s3Storage(awsWire([reply]).aws, 'lake').read('a'));
  assert.equal(error.name, 'ExpiredToken');
  assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /marker/);
});

for (const [status, name] of [
  [500, 'InternalError'],
  [502, 'ServiceUnavailable'],
  [503, 'ServiceUnavailable'],
  [504, 'ServiceUnavailable'],
  [429, 'ThrottlingException'],
  [403, 'AccessDenied'],
  [418, 'Http418'],
] as const)
  test(`a ${status} with a proxy’s page instead of a code is named ${name}`, async () => {
    const page = { status, headers: { 'content-type': 'text/html' }, body: '<html>no' };
    assert.equal((await failureOf(registering(page))).name, name);
    const reading = s3Storage(awsWire([page]).aws, 'lake').read('a');
    assert.equal((await failureOf(reading)).name, name);
  });

test('a transient error with a name that Retry does not match gets one that it matches', async () => {
  const error = await failureOf(registering(refusal('NewFailureException', 'soon', 500)));
  assert.equal(error.name, 'InternalError');
  assert.equal(error.message, 'GetTable: NewFailureException: soon');
});

test('a connection that fails is a TimeoutError, whatever Node calls it', async () => {
  for (const code of [
    'ECONNRESET',
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EPIPE',
    'HPE_INVALID_CONSTANT',
    'ERR_SSL_WRONG_VERSION_NUMBER',
  ]) {
    const error = await failureOf(registering(Object.assign(new Error('no'), { code })));
    assert.equal(error.name, 'TimeoutError');
  }
});

test('an error that is not AWS’s is thrown unchanged', () => {
  const ours = new RangeError('ours');
  assert.equal(awsError('GetTable', ours), ours);
});

/** The exceptions of the services' own models, by name: as the SDK makes them of an answer. */
const models = { eventBridge, glue, kms, s3, secretsManager: secretsModel, sfn };

type Modelled = { service: string; error: SdkError };

const modelled: Modelled[] = Object.entries(models).flatMap(([service, model]) =>
  Object.values(model).flatMap((exported: unknown) => {
    const error = exceptionOf(exported);
    return error ? [{ service, error }] : [];
  }),
);

/** An exception of the class; undefined for an export of a client that is not an exception. */
function exceptionOf(exported: unknown): SdkError | undefined {
  if (typeof exported !== 'function' || !(exported.prototype instanceof Error)) return undefined;
  const error: SdkError = Reflect.construct(exported, [{ message: '', $metadata: {} }]);
  return error.$fault ? error : undefined;
}

/** Names that sound transient, of operations that Sluice does not call. */
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

test('every exception of the models for which the service is at fault is transient, under its own name', () => {
  const faults = modelled.filter(({ error }) => error.$fault === 'server');
  assert.ok(faults.length >= 5);
  const missing = faults.filter(({ error }) => !TRANSIENT_ERRORS.includes(error.name));
  assert.deepEqual(
    missing.map(({ service, error }) => `${service} ${error.name}`),
    [],
  );
});

test('every exception that sounds transient is so, or belongs to an operation that Sluice does not call', () => {
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

test('every error that the SDK classifies as transient has a name that Retry matches', () => {
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

test('an error about the request, its permissions or its condition is not transient', () => {
  for (const name of ['AccessDenied', 'NoSuchKey', 'PreconditionFailed', 'ValidationException'])
    assert.ok(
      !isTransient(Object.assign(new Error('no'), { name, $metadata: { httpStatusCode: 400 } })),
    );
});
