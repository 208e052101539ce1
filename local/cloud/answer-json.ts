import type { JsonApi } from './json-api.ts';
import { readBody } from './read-body.ts';
import type { CloudRequest, CloudResponse } from './service.ts';
import { AwsError } from './service.ts';

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
