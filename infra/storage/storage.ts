import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { StepLambda } from '../functions/step-lambda.ts';
import type { Keys } from '../security/keys.ts';
import { accessLogBucket, asBucket, denyOtherEncryption } from './buckets.ts';

/** The one bucket: the lake, the papers of every export, and the state of every scope. */
export class Storage extends Construct {
  readonly bucket: IBucket;
  private readonly keys: Keys;

  constructor(scope: Construct, id: string, { keys }: { keys: Keys }) {
    super(scope, id);
    this.keys = keys;
    const bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS,
      encryptionKey: keys.data,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      lifecycleRules: LIFECYCLE,
      serverAccessLogsBucket: accessLogBucket(this, 'AccessLogs'),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.bucket = asBucket(bucket);
    for (const denial of denyOtherEncryption(this.bucket, keys.data))
      this.bucket.addToResourcePolicy(denial);
  }

  /**
   * May read objects under the patterns, and list them: without leave to list, S3 answers a missing
   * key with 403 instead of 404, and "not there yet" would look like a fault. `IfExists`, since a
   * read has no prefix, and what S3 takes for one then is not documented.
   */
  grantRead(step: StepLambda, ...patterns: string[]): void {
    step.setEnvironment('BUCKET', this.bucket.bucketName);
    step.allow(['s3:GetObject'], this.objects(patterns));
    step.allow(['s3:ListBucket'], [this.bucket.bucketArn], {
      StringLikeIfExists: { 's3:prefix': patterns },
    });
    step.allow(['kms:Decrypt'], [this.keys.data.keyArn], throughS3);
  }

  /** May not read objects under the patterns, whatever else it may read. */
  denyRead(step: StepLambda, ...patterns: string[]): void {
    step.deny(['s3:GetObject'], this.objects(patterns));
  }

  /** May see which objects there are under the patterns, and their sizes. */
  grantList(step: StepLambda, ...patterns: string[]): void {
    step.setEnvironment('BUCKET', this.bucket.bucketName);
    step.allow(['s3:ListBucket'], [this.bucket.bucketArn], {
      StringLike: { 's3:prefix': patterns },
    });
  }

  /** May write objects under the patterns, whole or in parts. */
  grantWrite(step: StepLambda, ...patterns: string[]): void {
    step.setEnvironment('BUCKET', this.bucket.bucketName);
    step.allow(['s3:PutObject'], this.objects(patterns));
    // A multipart upload under a KMS key also decrypts.
    step.allow(['kms:GenerateDataKey', 'kms:Decrypt'], [this.keys.data.keyArn], throughS3);
  }

  /** May give up a multipart upload of its own under the patterns. */
  grantAbortUpload(step: StepLambda, ...patterns: string[]): void {
    step.setEnvironment('BUCKET', this.bucket.bucketName);
    step.allow(['s3:AbortMultipartUpload'], this.objects(patterns));
  }

  /** May find the uploads that others left open, and give them up. S3 cannot narrow the listing. */
  grantAbortOpenUploads(step: StepLambda, ...patterns: string[]): void {
    step.allow(['s3:ListBucketMultipartUploads'], [this.bucket.bucketArn]);
    this.grantAbortUpload(step, ...patterns);
  }

  /** ARNs of the objects under the patterns. */
  objects(patterns: readonly string[]): string[] {
    return patterns.map((pattern) => this.bucket.arnForObjects(pattern));
  }
}

/** The key serves S3 only: a leaked role cannot decrypt anything with it by itself. */
export const throughS3 = {
  StringEquals: { 'kms:ViaService': `s3.${Aws.REGION}.amazonaws.com` },
};

const LIFECYCLE: LifecycleRule[] = [
  // Open uploads hold patient data that no listing shows and that is paid for (S3). One of a large file
  // may go on as long as an execution; Clean up aborts those of an export that fails.
  { id: 'abort-incomplete-uploads', abortIncompleteMultipartUploadAfter: Duration.days(15) },
  // Versions undo an accident; kept for ever they would keep what was deleted on purpose (S9).
  { id: 'expire-old-versions', noncurrentVersionExpiration: Duration.days(30) },
  { id: 'expire-query-results', prefix: 'athena/', expiration: Duration.days(30) },
];
