import * as z from 'zod';
import type { Aws } from '../wire/aws.ts';
import { codeOfStatus } from '../wire/aws-error.ts';
import type { AwsAnswer, AwsRequest, Refusal } from '../wire/request.ts';
import type { Service } from '../wire/services.ts';

/** One of AWS's JSON APIs: `target` is what it calls itself in `X-Amz-Target`. */
export type JsonApi = { service: Service; target: string; version: '1.0' | '1.1' };

/** Calls an operation and checks what it gives. Throws AwsError and NoAnswer. */
export type JsonCall = <Output>(
  operation: string,
  input: object,
  output: z.ZodType<Output>,
) => Promise<Output>;

/** The operations of one JSON API. Each is sent until it is answered, or does not pass (S6). */
export const awsJson =
  (aws: Aws, { service, target, version }: JsonApi): JsonCall =>
  async (operation, input, output) => {
    const { origin, basePath } = aws.endpoint(service);
    const request: AwsRequest = {
      ...{ service, operation, method: 'POST' as const, origin, path: `${basePath}/`, query: {} },
      headers: {
        'content-type': `application/x-amz-json-${version}`,
        'x-amz-target': `${target}.${operation}`,
      },
      body: Buffer.from(JSON.stringify(input)),
      refusalIn,
    };
    const { body } = await aws.patiently(() => aws.send(request));
    return output.parse(body.length === 0 ? {} : JSON.parse(body.toString()));
  };

const Told = z.looseObject({
  __type: z.string().optional(),
  message: z.string().optional(),
  Message: z.string().optional(),
});

/** What a JSON API refused. Its code may come with a namespace, and with a URL behind it. */
function refusalIn({ status, headers, body }: AwsAnswer): Refusal | undefined {
  if (status < 300) return undefined;
  const { __type, message, Message } = tell(body);
  const type = __type ?? headers['x-amzn-errortype'] ?? '';
  const code = type.split(':', 1)[0]?.split('#').at(-1) || codeOfStatus(status);
  return { code, message: message ?? Message ?? '' };
}

/** Nothing where the answer is no JSON: a proxy's, perhaps. */
function tell(body: Buffer): z.infer<typeof Told> {
  try {
    return Told.parse(JSON.parse(body.toString()));
  } catch {
    return {};
  }
}
