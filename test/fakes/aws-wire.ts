import { Readable } from 'node:stream';
import { buildQueryString } from '@smithy/core/protocols';
import type { HttpRequest } from '@smithy/types';
import { type Aws, connectAws } from '../../lambdas/aws/aws.ts';

/** What AWS answers, JSON or XML as text; or what happens in place of an answer. */
export type AwsReply = { status?: number; headers?: Record<string, string>; body?: string } | Error;

/** A request as an SDK client signed and sent it; `path` has the query. */
export type SentRequest = {
  method: string;
  origin: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
};

/** AWS at the end of a wire, and what came over it. */
export type AwsWire = {
  aws: Aws;
  requests: SentRequest[];
  /** What was waited between attempts. */
  waitsMilliseconds: number[];
};

/**
 * AWS that answers SDK clients in turn, the last answer for good; nobody waits. An answer that names no
 * headers has an ETag. A custom endpoint may be named.
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

/** The operation that a request to one of AWS's JSON APIs asks for, and its input. */
export function jsonCall({ headers, body }: SentRequest): { operation: string; input: unknown } {
  const operation = headers['x-amz-target']?.split('.').at(-1) ?? '';
  return { operation, input: JSON.parse(body.toString()) };
}

/** An answer of S3 in XML. */
export const xmlReply = (name: string, content: string, status = 200): AwsReply => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<${name}>${content}</${name}>`,
});

/** An error as S3 answers it. */
export const s3ErrorReply = (status: number, code: string, message = 'no'): AwsReply =>
  xmlReply('Error', `<Code>${code}</Code><Message>${message}</Message>`, status);

/** A connection that ended without an answer, as `node:http` tells of it. */
export const connectionLost = (): Error =>
  Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
