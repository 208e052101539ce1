import { type Aws, connectAws } from '../../lambdas/shared/aws/wire/aws.ts';
import { endpointOf } from '../../lambdas/shared/aws/wire/endpoint.ts';
import type { WireRequest } from '../../lambdas/shared/aws/wire/request.ts';

/** What AWS answers, JSON or XML as text; or what happens in place of an answer. */
export type AwsReply = { status?: number; headers?: Record<string, string>; body?: string } | Error;

/** AWS at the end of a wire, and what came over it. */
export type AwsWire = {
  aws: Aws;
  /** Every request as it was signed and sent. */
  requests: WireRequest[];
  /** What was waited between tries. */
  waitsMilliseconds: number[];
};

/** When the requests of the tests are signed. */
export const SIGNED_AT = new Date('2026-03-01T03:00:00Z');

/** AWS that answers in turn, the last answer for good; nobody waits. A custom endpoint may be named. */
export function awsWire(replies: AwsReply[], endpointUrl?: string): AwsWire {
  const requests: WireRequest[] = [];
  const waitsMilliseconds: number[] = [];
  const variables = endpointUrl === undefined ? {} : { AWS_ENDPOINT_URL: endpointUrl };
  const credentials = { accessKeyId: 'test-client', secretAccessKey: 'test-client' };
  const aws = connectAws({
    region: 'us-east-1',
    credentials: async () => credentials,
    endpoint: (service) => endpointOf(service, 'us-east-1', variables),
    clock: {
      now: () => SIGNED_AT,
      async sleep(milliseconds) {
        waitsMilliseconds.push(milliseconds);
      },
    },
    random: () => 0.5,
    async send(request) {
      const reply = replies[Math.min(requests.length, replies.length - 1)] ?? {};
      requests.push(request);
      if (reply instanceof Error) throw reply;
      const { status = 200, headers = {}, body = '' } = reply;
      return { status, headers, body: Buffer.from(body) };
    },
  });
  return { aws, requests, waitsMilliseconds };
}

/** The operation that a request to one of AWS's JSON APIs asks for, and its input. */
export function jsonCall({ headers, body }: WireRequest): { operation: string; input: unknown } {
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
export const s3Refusal = (status: number, code: string, message = 'no'): AwsReply =>
  xmlReply('Error', `<Code>${code}</Code><Message>${message}</Message>`, status);
