import { isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { SdkError } from '@smithy/types';

/**
 * Errors that pass by themselves, by AWS's own names: of the services that the steps call, and of the SDK
 * where no answer came. A call is made again after one of them, and the state machine's `Retry` matches
 * them when that was not enough.
 */
export const TRANSIENT_ERRORS = [
  // What arrived is not what was sent: it is sent again (S8).
  'BadDigest',
  // Another conditional write of this key is under way; who has won shows when it is through.
  'ConditionalRequestConflict',
  'ConcurrentModificationException',
  'DependencyTimeoutException',
  'FederationSourceRetryableException',
  'InternalError',
  'InternalException',
  'InternalFailure',
  'InternalServerError',
  'InternalServerException',
  'InternalServiceError',
  'InternalServiceException',
  'KMSInternalException',
  'KeyUnavailableException',
  'KmsThrottlingException',
  'OperationTimeoutException',
  'RequestTimeout',
  'RequestTimeoutException',
  'ResourceNotReadyException',
  'ServiceUnavailable',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
];

const NAMES = new Set(TRANSIENT_ERRORS);

/** What S3 may say behind a 200, which the SDK then takes for a 503, and no other attempt mends. */
const FINAL = new Set([
  'AccessDenied',
  'EntityTooSmall',
  'InvalidPart',
  'InvalidPartOrder',
  'InvalidRequest',
  'NoSuchUpload',
  'PreconditionFailed',
]);

/** Whether the same call may succeed a moment later: as the SDK classifies errors, or by name. */
export const passes = (error: unknown): boolean =>
  isSdkError(error) &&
  !FINAL.has(error.name) &&
  (NAMES.has(error.name) ||
    isTransientError(error) ||
    isThrottlingError(error) ||
    isUnreadable(error) ||
    isGarbled(error));

/** What came is no HTTP or no TLS, by the names of Node's parsers, which the SDK does not know. */
const isGarbled = (error: Error) => 'code' in error && /^(HPE|ERR_SSL)_/.test(`${error.code}`);

/** A success whose body says nothing: it was cut, or a proxy's page stands in its place. */
const isUnreadable = ({ $metadata }: SdkError) =>
  Math.floor(Number($metadata?.httpStatusCode) / 100) === 2;

/** An error as the SDK throws it: all that it adds to an `Error` is optional. */
export const isSdkError = (error: unknown): error is SdkError => error instanceof Error;

/**
 * The name by which the state machine's `Retry` knows an error that passes: AWS's own where it is listed
 * above, else that of its kind, by the answer's status. A connection that fails, or an answer
 * that cannot be read, is a `TimeoutError`, as the SDK calls a connection that fell silent.
 */
export function transientName(error: SdkError): string {
  if (NAMES.has(error.name)) return error.name;
  if (isThrottlingError(error)) return 'ThrottlingException';
  const status = error.$metadata?.httpStatusCode;
  if (status === undefined || isUnreadable(error)) return 'TimeoutError';
  return status === 500 ? 'InternalError' : 'ServiceUnavailable';
}

/** No whole answer came: AWS may have done what it was asked, or not. */
export class NoAnswer extends Error {
  override name = 'TimeoutError';
}
