import type { Endpoint } from '../wire/endpoint.ts';
import { encode } from '../wire/sign.ts';

/** How a bucket is addressed: the origin of its requests, and what their paths begin with. */
export type BucketAddress = { origin: string; basePath: string };

/**
 * A bucket of AWS has a host of its own, unless dots in its name would not fit the certificate. On a
 * custom endpoint the bucket stands in the path: its name may resolve to no host there.
 */
export function bucketAddress({ kind, origin, basePath }: Endpoint, bucket: string): BucketAddress {
  if (kind === 'custom' || bucket.includes('.'))
    return { origin, basePath: `${basePath}/${bucket}` };
  return { origin: origin.replace('://', `://${bucket}.`), basePath: '' };
}

/** The path of an object; the slashes of its key stay. */
export const objectPath = ({ basePath }: BucketAddress, key: string): string =>
  `${basePath}/${key.split('/').map(encode).join('/')}`;
