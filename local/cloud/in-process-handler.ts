import { Readable } from 'node:stream';
import { answerError } from './s3/xml.ts';
import { type CloudRequest, type CloudResponse, type CloudService, requestUrl } from './service.ts';

/** The part of the SDK's request that is read here. */
type SdkRequest = {
  method: string;
  path: string;
  query?: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: unknown;
};
type SdkResponse = {
  statusCode: number;
  headers: Record<string, string>;
  body: CloudResponse['body'];
};
type SdkOptions = { abortSignal?: { aborted: boolean } };

/** A `requestHandler` for SDK clients. */
export type InProcessHandler = {
  handle(request: SdkRequest, options?: SdkOptions): Promise<{ response: SdkResponse }>;
};

/** Connects SDK clients to the local cloud without a socket. A call that is already aborted rejects. */
export function inProcessHandler(cloud: CloudService): InProcessHandler {
  return {
    async handle(request, options) {
      if (options?.abortSignal?.aborted) throw new DOMException('aborted', 'AbortError');
      const { status, headers, body } = await send(cloud, request);
      return { response: { statusCode: status, headers, body } };
    },
  };
}

async function send(cloud: CloudService, request: SdkRequest): Promise<CloudResponse> {
  try {
    const url = requestUrl(request.path + search(request.query ?? {}));
    const { method, headers } = request;
    return await cloud({ method, url, headers, body: bodyOf(request.body) });
  } catch (error) {
    return answerError(request.method, error);
  }
}

function search(query: NonNullable<SdkRequest['query']>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value ?? ''].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function bodyOf(body: unknown): CloudRequest['body'] {
  if (body instanceof Readable) return body;
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (body === undefined || body === null) return Buffer.alloc(0);
  throw new TypeError('a body for the local cloud is a string, bytes or a Node stream');
}
