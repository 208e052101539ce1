import type { z } from 'zod';
import { issueLines } from '../../lambdas/runtime/json.ts';
import { AwsError, type CloudRequest, type CloudResponse, readBody } from './service.ts';

/** A JSON API of AWS: takes an operation such as `GetSecretValue` and its input, gives its output. */
export type JsonApi = (operation: string, input: unknown) => Promise<unknown>;

/** One operation of a JSON API. Throws AwsError. */
type Operation = (input: unknown) => unknown;

/**
 * Makes operations from a schema and a function. Input that does not match the schema throws the error
 * `invalidInput`, so that no caller relies on a field that the local cloud ignores.
 */
export const checkedOperations =
  (invalidInput: string) =>
  <Input>(schema: z.ZodType<Input>, run: (input: Input) => unknown): Operation =>
  (input) => {
    const checked = schema.safeParse(input);
    if (checked.success) return run(checked.data);
    throw new AwsError(invalidInput, issueLines(checked.error).join('; '));
  };

/** A JSON API of these operations. Any other throws UnknownOperationException. */
export function jsonApi(operations: Record<string, Operation>): JsonApi {
  const known = new Map(Object.entries(operations));
  return async (name, input) => {
    const run = known.get(name);
    if (run) return run(input);
    throw new AwsError('UnknownOperationException', `the local cloud has no operation ${name}`);
  };
}

/**
 * AWS JSON 1.0 and 1.1: `X-Amz-Target` names API and operation, the body is the input. An AwsError
 * becomes `__type` with its status, any other error `InternalFailure` with status 500.
 */
export async function answerJson(
  apis: ReadonlyMap<string, JsonApi>,
  target: string,
  request: CloudRequest,
): Promise<CloudResponse> {
  const contentType = request.headers['content-type'] ?? 'application/x-amz-json-1.0';
  try {
    const output = await call(apis, target, await readBody(request.body));
    return answer(200, contentType, output ?? {});
  } catch (error) {
    const { code, message, status } = asAwsError(error);
    return answer(status, contentType, { __type: code, message });
  }
}

async function call(apis: ReadonlyMap<string, JsonApi>, target: string, body: Buffer) {
  const dot = target.indexOf('.');
  const api = apis.get(target.slice(0, dot));
  if (!api)
    throw new AwsError('UnknownOperationException', `the local cloud has no API for ${target}`);
  return api(target.slice(dot + 1), parse(body));
}

function parse(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString());
  } catch {
    throw new AwsError('SerializationException', 'the request body is not JSON');
  }
}

function asAwsError(error: unknown): AwsError {
  return error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500);
}

function answer(status: number, contentType: string, output: unknown): CloudResponse {
  const body = Buffer.from(JSON.stringify(output));
  return { status, headers: { 'content-type': contentType }, body };
}
