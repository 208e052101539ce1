import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

/** A request to the local cloud, from a socket or directly from an SDK client. */
export type CloudRequest = {
  method: string;
  url: URL;
  /** Header names are lower case. */
  headers: Readonly<Record<string, string>>;
  body: Readable | Buffer;
};

/** The response. The transport adds `content-length` where the service does not. */
export type CloudResponse = {
  status: number;
  /** Header names are lower case. */
  headers: Record<string, string>;
  body: Readable | Buffer;
};

/** One endpoint for every AWS API that Sluice calls. It answers errors and never rejects. */
export type CloudService = (request: CloudRequest) => Promise<CloudResponse>;

/** An error response of AWS; `code` becomes the name of the SDK's error. */
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

/**
 * The URL of a request target such as `/bucket/a%20key?list-type=2`. A target that the URL parser
 * would rewrite, such as `/bucket/a/../b`, names another object then. Throws InvalidURI, as S3 does.
 */
export function requestUrl(target: string): URL {
  const url = new URL(`http://cloud.invalid${target.startsWith('/') ? target : '/'}`);
  if (url.pathname === target.split('?', 1)[0]) return url;
  throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
}

/** The whole body of a small request. */
export async function readBody(body: CloudRequest['body']): Promise<Buffer> {
  return Buffer.isBuffer(body) ? body : buffer(body);
}
