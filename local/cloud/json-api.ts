import type { z } from 'zod';
import { AwsError, type CloudRequest, type CloudResponse, readBody } from './service.ts';

/** One of AWS's JSON APIs: an operation such as `GetSecretValue` and its input give its output. */
export type JsonApi = (operation: string, input: unknown) => Promise<unknown>;

/** One operation of a JSON API: takes any input, throws AwsError or gives its output. */
type Operation = (input: unknown) => unknown;

/**
 * Makes operations out of a schema and an action. Input that the schema does not know is refused
 * with the error `refusal`, so that nobody relies on a field that the local cloud would ignore.
 */
export const checkedOperations =
  (refusal: string) =>
  <Input>(schema: z.ZodType<Input>, act: (input: Input) => unknown): Operation =>
  (input) => {
    const checked = schema.safeParse(input);
    if (checked.success) return act(checked.data);
    const issues = checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new AwsError(refusal, issues.join('; '));
  };

/** A JSON API out of its operations; any other is `UnknownOperationException`. */
export function jsonApi(operations: Record<string, Operation>): JsonApi {
  const known = new Map(Object.entries(operations));
  return async (name, input) => {
    const act = known.get(name);
    if (act) return act(input);
    throw new AwsError('UnknownOperationException', `the local cloud has no operation ${name}`);
  };
}

/**
 * Speaks AWS JSON 1.0 and 1.1: `X-Amz-Target` names API and operation, the body is the input. An
 * AwsError becomes `__type` with its status; any other error `InternalFailure` with status 500.
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
  if (!api) throw new AwsError('UnknownOperationException', `no local API answers ${target}`);
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
