import { Readable } from 'node:stream';
import { buildQueryString } from '@smithy/core/protocols';
import type { HttpRequest } from '@smithy/types';
import { type Aws, connectAws } from '../../lambdas/aws/aws.ts';

/** AWS's answer, with JSON or XML as text, or the error instead of an answer. */
export type AwsReply = { status?: number; headers?: Record<string, string>; body?: string } | Error;

/** A request as an SDK client signed and sent it; `path` has the query. */
type SentRequest = {
  method: string;
  origin: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
};

/** A fake connection to AWS, with the requests that were sent. */
type AwsWire = {
  aws: Aws;
  requests: SentRequest[];
  /** The waits between attempts. */
  waitsMilliseconds: number[];
};

/**
 * Answers SDK clients in turn, and repeats the last answer; waits take no time. An answer without headers has
 * an ETag.
 */
export function awsWire(replies: AwsReply[], endpoint?: string): AwsWire {
  const requests: SentRequest[] = [];
  const waitsMilliseconds: number[] = [];
  const handle = async (request: HttpRequest) => {
    const reply = replies[Math.min(requests.length, replies.length - 1)] ?? {};
    requests.push(sent(request));
    if (reply instanceof Error) throw reply;
    const { status = 200, headers = { etag: '"e"' }, body = '' } = reply;
    return { response: { statusCode: status, headers, body: Readable.from([Buffer.from(body)]) } };
  };
  const aws = connectAws(
    {
      region: 'us-east-1',
      credentials: { accessKeyId: 'test-client', secretAccessKey: 'test-client' },
      requestHandler: { handle },
      useDualstackEndpoint: false,
      useFipsEndpoint: false,
      ...(endpoint !== undefined && { endpoint }),
    },
    {
      clock: {
        async sleep(milliseconds) {
          waitsMilliseconds.push(milliseconds);
        },
      },
      random: () => 0.5,
    },
  );
  return { aws, requests, waitsMilliseconds };
}

function sent({ method, protocol, hostname, port, path, query, headers, body }: HttpRequest) {
  const search = buildQueryString(query ?? {});
  return {
    ...{ method, headers, path: search ? `${path}?${search}` : path },
    origin: `${protocol}//${hostname}${port ? `:${port}` : ''}`,
    body: asBuffer(body),
  };
}

/** The same memory, so that a test sees whether it was copied. */
function asBuffer(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return Buffer.from(typeof body === 'string' ? body : '');
}

/** The operation and the input of a request to one of AWS's JSON APIs. */
export function jsonCall({ headers, body }: SentRequest): { operation: string; input: unknown } {
  const operation = headers['x-amz-target']?.split('.').at(-1) ?? '';
  return { operation, input: JSON.parse(body.toString()) };
}

/** An XML answer of S3. */
export const xmlReply = (name: string, content: string, status = 200): AwsReply => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<${name}>${content}</${name}>`,
});

/** An error answer of S3. */
export const s3ErrorReply = (status: number, code: string, message = 'no'): AwsReply =>
  xmlReply('Error', `<Code>${code}</Code><Message>${message}</Message>`, status);

/** The error of `node:http` for a connection that ended without an answer. */
export const connectionLost = (): Error =>
  Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
