import type { AwsRequest, Refusal } from './request.ts';

/**
 * AWS refused a call; `name` is its code for that, which the state machine's `Retry` matches. The
 * message has AWS's words, except where they might quote a secret: about rights they never do (S5).
 */
export class AwsError extends Error {
  readonly status: number;
  constructor({ service, operation }: AwsRequest, { code, message }: Refusal, status: number) {
    const tells = service !== 'secretsmanager' || code.startsWith('AccessDenied');
    super(`${operation}: ${code}${tells && message ? `: ${message}` : ''}`);
    this.name = code;
    this.status = status;
  }
}

/**
 * No whole answer came: AWS may have done what it was asked, or not. Named as the AWS SDK names a
 * connection that was lost or fell silent.
 */
export class NoAnswer extends Error {
  override name = 'TimeoutError';
}

/** Whether an error is AWS's, of one of these codes. */
export const isAwsError = (error: unknown, ...codes: string[]): error is AwsError =>
  error instanceof AwsError && codes.includes(error.name);

/** The code of an error whose answer has none: one to HEAD, or a proxy's. */
export const codeOfStatus = (status: number): string => CODES[status] ?? `Http${status}`;

const CODES: Record<number, string> = {
  403: 'AccessDenied',
  404: 'NotFound',
  412: 'PreconditionFailed',
  429: 'ThrottlingException',
  500: 'InternalError',
  502: 'ServiceUnavailable',
  503: 'ServiceUnavailable',
  504: 'ServiceUnavailable',
};
