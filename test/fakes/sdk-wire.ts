import { Readable } from 'node:stream';

/** What an SDK client sent, as far as tests look at it. */
export type SdkRequest = {
  method: string;
  path: string;
  query: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: unknown;
};

/** What AWS answers: JSON or XML as text. */
export type SdkAnswer = { status?: number; headers?: Record<string, string>; body?: string };

/** The end of an SDK client's wire: answers in turn, the last one for good. */
export function sdkWire(answers: SdkAnswer[]) {
  const requests: SdkRequest[] = [];
  const requestHandler = {
    async handle(request: SdkRequest) {
      const {
        status = 200,
        headers = {},
        body = '',
      } = answers[Math.min(requests.length, answers.length - 1)] ?? {};
      requests.push(request);
      return {
        response: { statusCode: status, headers, body: Readable.from([Buffer.from(body)]) },
      };
    },
  };
  const credentials = { accessKeyId: 'test-client', secretAccessKey: 'test-client' };
  return {
    requests,
    config: { region: 'us-east-1', credentials, maxAttempts: 1, requestHandler },
  };
}

/** Body of a request to one of AWS's JSON APIs, and the operation that it asks for. */
export function jsonCall({ headers, body }: SdkRequest): { operation: string; input: unknown } {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(bytesOf(body));
  const operation = headers['x-amz-target']?.split('.').at(-1) ?? '';
  return { operation, input: JSON.parse(text) };
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  throw new Error('the body is neither text nor bytes');
}
