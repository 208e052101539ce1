import type { SdkError } from '@smithy/types';
import { isSdkError, passes, transientName } from './transient-errors.ts';

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
    this.name = passes(cause) ? transientName(cause) : code;
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
  if (passes(error)) return transientName(error);
  const status = error.$metadata?.httpStatusCode;
  return status === undefined ? error.name : (CODES[status] ?? `Http${status}`);
}

/** What a failed call throws: an AwsError, or the error itself where it did not come from the SDK. */
export const awsError = (operation: string, error: unknown): unknown =>
  isSdkError(error) && (error.$metadata || passes(error)) ? new AwsError(operation, error) : error;

/** Whether an error has one of these names: AWS's codes, in the SDK's errors and in AwsError. */
export const isNamed = (error: unknown, ...names: string[]): error is Error =>
  error instanceof Error && names.includes(error.name);
