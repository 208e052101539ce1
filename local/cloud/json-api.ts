/** One of AWS's JSON APIs: an operation such as `GetSecretValue` and its input give its output. */
export type JsonApi = (operation: string, input: unknown) => Promise<unknown>;

/** An error as AWS answers it; `code` becomes the name of the SDK's error. */
export class AwsError extends Error {
  override name = 'AwsError';
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
