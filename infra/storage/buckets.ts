import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketBase,
  BucketEncryption,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

type LakeBucketProps = { key: IKey; accessLogs: IBucket };

/** The bucket of the lake and of all records: encrypted with the key, versioned and retained. */
export function lakeBucket(scope: Construct, id: string, props: LakeBucketProps): IBucket {
  const bucket = asBucket(
    new Bucket(scope, id, {
      ...PRIVATE,
      encryption: BucketEncryption.KMS,
      encryptionKey: props.key,
      bucketKeyEnabled: true,
      versioned: true,
      lifecycleRules: LIFECYCLE,
      serverAccessLogsBucket: props.accessLogs,
    }),
  );
  denyPut(bucket, ALGORITHM, 'aws:kms');
  denyPut(bucket, KEY, props.key.keyArn);
  return bucket;
}

/** The lake's access logs of one year. S3 delivers these logs to SSE-S3 buckets only. */
export const accessLogBucket = (scope: Construct, id: string): IBucket =>
  asBucket(
    new Bucket(scope, id, {
      ...PRIVATE,
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [
        {
          id: 'expire',
          expiration: Duration.days(365),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    }),
  );

const PRIVATE = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  removalPolicy: RemovalPolicy.RETAIN,
};

const LIFECYCLE: LifecycleRule[] = [
  // Incomplete uploads hold patient data that no listing shows and that is billed. The upload of a
  // large file can last as long as an execution; Clean up aborts those of an export that fails.
  { id: 'abort-incomplete-uploads', abortIncompleteMultipartUploadAfter: Duration.days(15) },
  // Versions undo an accident; without an end they would keep what was deleted on purpose.
  { id: 'expire-old-versions', noncurrentVersionExpiration: Duration.days(30) },
  { id: 'expire-query-results', prefix: 'athena/', expiration: Duration.days(30) },
];

const ALGORITHM = 's3:x-amz-server-side-encryption';
const KEY = 's3:x-amz-server-side-encryption-aws-kms-key-id';

/**
 * Denies a PUT that asks for another encryption. A PUT without the header gets the bucket's default:
 * hence `Null`, because a negated condition is true for an absent header.
 */
const denyPut = (bucket: IBucket, header: string, allowed: string) =>
  bucket.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects('*')],
      conditions: { StringNotEquals: { [header]: allowed }, Null: { [header]: 'false' } },
    }),
  );

/**
 * Under `exactOptionalPropertyTypes` a `Bucket` is not assignable to `IBucket`: the types of
 * `isWebsite` differ by `undefined`.
 */
function asBucket(bucket: Bucket): IBucket {
  if (isBucket(bucket)) return bucket;
  throw new TypeError(`${bucket} is not a bucket`);
}

const isBucket = (bucket: unknown): bucket is IBucket => bucket instanceof BucketBase;
