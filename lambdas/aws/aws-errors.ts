import { isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { SdkError } from '@smithy/types';

/**
 * A call of AWS failed in all attempts. `name` is AWS's code, which the state machine's `Retry` matches; the
 * message has the operation, the code and AWS's message. `cause` has the SDK's stack, without the fields
 * that AWS adds: for an expired session S3 sends the token back.
 */
export class AwsError extends Error {
  readonly status: number | undefined;
  /** AWS support asks for it. */
  readonly requestId: string | undefined;

  constructor(operation: string, cause: SdkError) {
    const { httpStatusCode, requestId } = cause.$metadata ?? {};
    const code = codeOf(cause);
    const isHarmless = !QUOTES_SECRETS.has(operation) || code.startsWith('AccessDenied');
    const detail = isHarmless && cause.message ? `: ${cause.message}` : '';
    super(`${operation}: ${code}${detail}`, isHarmless ? { cause: bare(cause) } : {});
    this.name = isTransient(cause) ? transientName(cause) : code;
    this.status = httpStatusCode;
    this.requestId = requestId;
  }
}

/** An error with its stack, and without the fields that were added to it. */
function bare({ name, message, stack }: SdkError): Error {
  const error = new Error(message);
  error.name = name;
  if (stack) error.stack = stack;
  return error;
}

/** Operations whose error messages may quote the secret. Those about permissions never do. */
const QUOTES_SECRETS = new Set(['GetSecretValue', 'PutSecretValue']);

/** The SDK's names for an error whose answer has no code of AWS, such as that of a HEAD or a proxy. */
const NAMELESS = /^(Unknown|UnknownError|Error|SyntaxError|\d+)$/;

const CODES: Record<number, string> = {
  403: 'AccessDenied',
  404: 'NotFound',
  412: 'PreconditionFailed',
};

function codeOf(error: SdkError): string {
  if (!NAMELESS.test(error.name)) return error.name;
  if (isTransient(error)) return transientName(error);
  const status = error.$metadata?.httpStatusCode;
  return status === undefined ? error.name : (CODES[status] ?? `Http${status}`);
}

/** The error that a failed call throws: an AwsError, or the error itself where it is not the SDK's. */
export const awsError = (operation: string, error: unknown): unknown =>
  isSdkError(error) && (error.$metadata || isTransient(error))
    ? new AwsError(operation, error)
    : error;

/** Whether an error has one of these names: AWS's codes, in the SDK's errors and in AwsError. */
export const isNamed = (error: unknown, ...names: string[]): error is Error =>
  error instanceof Error && names.includes(error.name);

/**
 * Transient errors by AWS's own names: those of the services that the steps call, and the SDK's where there
 * is no answer. A call is made again after one of them; where that is not enough, the state machine's
 * `Retry` matches them.
 */
export const TRANSIENT_ERRORS = [
  // The bytes were changed on the way: they are sent again.
  'BadDigest',
  // Another conditional write of this key is in progress; the next attempt finds out which one won.
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

/** Errors that S3 may send with status 200. The SDK turns that into a 503, but another attempt cannot help. */
const FINAL = new Set([
  'AccessDenied',
  'EntityTooSmall',
  'InvalidPart',
  'InvalidPartOrder',
  'InvalidRequest',
  'NoSuchUpload',
  'PreconditionFailed',
]);

/** Whether the same call may succeed a moment later: by the SDK's own classification, or by name. */
export const isTransient = (error: unknown): boolean =>
  isSdkError(error) &&
  !FINAL.has(error.name) &&
  (NAMES.has(error.name) ||
    isTransientError(error) ||
    isThrottlingError(error) ||
    isUnreadable(error) ||
    isGarbled(error));

/** The answer is not HTTP or not TLS, by the codes of Node's parsers, which the SDK does not know. */
const isGarbled = (error: Error) => 'code' in error && /^(HPE|ERR_SSL)_/.test(`${error.code}`);

/** A success with an unreadable body: it was cut short, or it is a proxy's page. */
const isUnreadable = ({ $metadata }: SdkError) =>
  Math.floor(Number($metadata?.httpStatusCode) / 100) === 2;

/** Whether it can be an error of the SDK: all that the SDK adds to an `Error` is optional. */
export const isSdkError = (error: unknown): error is SdkError => error instanceof Error;

/**
 * The name by which the state machine's `Retry` knows a transient error: AWS's own where it is listed above,
 * else one for the status of the answer. A failed connection or an unreadable answer is a `TimeoutError`,
 * the SDK's name for a silent connection.
 */
export function transientName(error: SdkError): string {
  if (NAMES.has(error.name)) return error.name;
  if (isThrottlingError(error)) return 'ThrottlingException';
  const status = error.$metadata?.httpStatusCode;
  if (status === undefined || isUnreadable(error)) return 'TimeoutError';
  return status === 500 ? 'InternalError' : 'ServiceUnavailable';
}

/**
 * An error that AWS reports for one item of a call that succeeded. Its name is the code, so that the call is
 * made again after a transient one.
 */
export class ItemRefused extends Error {
  constructor(code: string | undefined, message: string) {
    super(message);
    this.name = code ?? 'ItemRefused';
  }
}

/** There is no complete answer: AWS may have done what was asked, or not. */
export class NoAnswer extends Error {
  override name = 'TimeoutError';
}
