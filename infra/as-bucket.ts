import { type Bucket, BucketBase, type IBucket } from 'aws-cdk-lib/aws-s3';

/**
 * A bucket as CDK's other constructs take it. Under `exactOptionalPropertyTypes` the compiler does
 * not see that a Bucket is an IBucket: `isWebsite` differs by an `undefined`.
 */
export function asBucket(bucket: Bucket): IBucket {
  if (isBucket(bucket)) return bucket;
  throw new TypeError(`${bucket} is no bucket`);
}

const isBucket = (bucket: unknown): bucket is IBucket => bucket instanceof BucketBase;
