import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketBase,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** Who read what in the lake, for a year. S3 delivers these logs to SSE-S3 buckets only. */
export const accessLogBucket = (scope: Construct, id: string): IBucket =>
  asBucket(
    new Bucket(scope, id, {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [
        {
          id: 'expire',
          expiration: Duration.days(365),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    }),
  );

/**
 * A bucket as CDK's other constructs take it. Under `exactOptionalPropertyTypes` the compiler does
 * not see that a Bucket is an IBucket: `isWebsite` differs by an `undefined`.
 */
export function asBucket(bucket: Bucket): IBucket {
  if (isBucket(bucket)) return bucket;
  throw new TypeError(`${bucket} is no bucket`);
}

const isBucket = (bucket: unknown): bucket is IBucket => bucket instanceof BucketBase;

const ALGORITHM = 's3:x-amz-server-side-encryption';
const KEY = 's3:x-amz-server-side-encryption-aws-kms-key-id';

/**
 * Refuses objects that ask for another encryption than the bucket's own. A request that asks for
 * nothing gets the bucket's default; hence `Null`, as a negated condition holds for what is absent.
 */
export const denyOtherEncryption = (bucket: IBucket, key: IKey): PolicyStatement[] => [
  denyPut(bucket, ALGORITHM, 'aws:kms'),
  denyPut(bucket, KEY, key.keyArn),
];

const denyPut = (bucket: IBucket, header: string, allowed: string) =>
  new PolicyStatement({
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['s3:PutObject'],
    resources: [bucket.arnForObjects('*')],
    conditions: { StringNotEquals: { [header]: allowed }, Null: { [header]: 'false' } },
  });
