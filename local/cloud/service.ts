import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

/** A request to the local cloud, from a socket or straight from an SDK client. */
export type CloudRequest = {
  method: string;
  url: URL;
  /** Header names are lower case. */
  headers: Readonly<Record<string, string>>;
  body: Readable | Buffer;
};

/** Its answer; whoever carries it adds `content-length` where the service does not. */
export type CloudResponse = {
  status: number;
  /** Header names are lower case. */
  headers: Record<string, string>;
  body: Readable | Buffer;
};

/** One endpoint for every AWS API that Sluice calls, without a socket. It answers errors, and never rejects. */
export type CloudService = (request: CloudRequest) => Promise<CloudResponse>;

/** An error as AWS answers it; `code` becomes the name of the SDK's error. */
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
 * would rewrite, `/bucket/a/../b` above all, is refused as S3 refuses it: it would name another object.
 */
export function requestUrl(target: string): URL {
  const url = new URL(`http://cloud.invalid${target.startsWith('/') ? target : '/'}`);
  if (url.pathname === target.split('?', 1)[0]) return url;
  throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
}

/** The whole body of a request that is known to be small. */
export async function readBody(body: CloudRequest['body']): Promise<Buffer> {
  return Buffer.isBuffer(body) ? body : buffer(body);
}
