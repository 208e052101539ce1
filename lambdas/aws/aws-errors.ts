import { isThrottlingError, isTransientError } from '@smithy/core/retry';
import type { SdkError } from '@smithy/types';

/**
 * A call of AWS failed for good. `name` is AWS's code, which the state machine's `Retry` matches; the
 * message has the operation, the code and AWS's words. `cause` is where the SDK failed, without what AWS
 * quotes: of an expired session S3 sends the token back.
 */
export class AwsError extends Error {
  readonly status: number | undefined;
  /** What AWS's support asks for. */
  readonly requestId: string | undefined;

  constructor(operation: string, cause: SdkError) {
    const { httpStatusCode, requestId } = cause.$metadata ?? {};
    const code = codeOf(cause);
    const tells = !QUOTES_SECRETS.has(operation) || code.startsWith('AccessDenied');
    const words = tells && cause.message ? `: ${cause.message}` : '';
    super(`${operation}: ${code}${words}`, tells ? { cause: bare(cause) } : {});
    this.name = isTransient(cause) ? transientName(cause) : code;
    this.status = httpStatusCode;
    this.requestId = requestId;
  }
}

/** An error with its stack and nothing that was added to it. */
function bare({ name, message, stack }: SdkError): Error {
  const error = new Error(message);
  error.name = name;
  if (stack) error.stack = stack;
  return error;
}

/** Where AWS's words may quote what was sent. About rights they never do (S5). */
const QUOTES_SECRETS = new Set(['GetSecretValue', 'PutSecretValue']);

/** The SDK's names for an error whose answer has no code of AWS: a HEAD's, or a proxy's. */
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

/** What a failed call throws: an AwsError, or the error itself where it did not come from the SDK. */
export const awsError = (operation: string, error: unknown): unknown =>
  isSdkError(error) && (error.$metadata || isTransient(error))
    ? new AwsError(operation, error)
    : error;

/** Whether an error has one of these names: AWS's codes, in the SDK's errors and in AwsError. */
export const isNamed = (error: unknown, ...names: string[]): error is Error =>
  error instanceof Error && names.includes(error.name);

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
export const isTransient = (error: unknown): boolean =>
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
