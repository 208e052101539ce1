import type { CloudRequest } from '../service.ts';

/** A request whose target is understood; `key` is empty where it names the bucket. */
export type S3Request = Pick<CloudRequest, 'headers' | 'body'> & {
  key: string;
  query: URLSearchParams;
};
