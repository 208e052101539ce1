import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { StepLambda } from '../functions/step-lambda.ts';
import type { Keys } from '../security/keys.ts';
import { viaService } from '../security/policies.ts';
import { accessLogBucket, lakeBucket } from './buckets.ts';

/** The one bucket: the lake, the records of every export, and the state of every scope. */
export class Storage extends Construct {
  readonly bucket: IBucket;
  private readonly keys: Keys;

  constructor(scope: Construct, id: string, { keys }: { keys: Keys }) {
    super(scope, id);
    this.keys = keys;
    const accessLogs = accessLogBucket(this, 'AccessLogs');
    this.bucket = lakeBucket(this, 'Bucket', { key: keys.data, accessLogs });
  }

  /**
   * Allows reading and listing the objects under the patterns: without `ListBucket` S3 answers a
   * missing key with 403 instead of 404. `IfExists`, because a GetObject has no prefix, and it is not
   * documented what S3 then compares.
   */
  grantRead(step: StepLambda, ...patterns: string[]): void {
    step.setEnvironment('BUCKET', this.bucket.bucketName);
    step.allow(['s3:GetObject'], this.objects(patterns));
    step.allow(['s3:ListBucket'], [this.bucket.bucketArn], {
      StringLikeIfExists: { 's3:prefix': patterns },
    });
    step.allow(['kms:Decrypt'], [this.keys.data.keyArn], viaService('s3'));
  }

  /** Denies reading the objects under the patterns. */
  denyRead(step: StepLambda, ...patterns: string[]): void {
    step.deny(['s3:GetObject'], this.objects(patterns));
  }

  /** Allows listing the objects under the patterns. */
  grantList(step: StepLambda, ...patterns: string[]): void {
    step.setEnvironment('BUCKET', this.bucket.bucketName);
    step.allow(['s3:ListBucket'], [this.bucket.bucketArn], {
      StringLike: { 's3:prefix': patterns },
    });
  }

  /** Allows writing objects under the patterns, by PUT or multipart upload. */
  grantWrite(step: StepLambda, ...patterns: string[]): void {
    step.setEnvironment('BUCKET', this.bucket.bucketName);
    step.allow(['s3:PutObject'], this.objects(patterns));
    // A multipart upload with a KMS key also decrypts.
    step.allow(['kms:GenerateDataKey', 'kms:Decrypt'], [this.keys.data.keyArn], viaService('s3'));
  }

  /** Allows aborting multipart uploads under the patterns. */
  grantAbortUpload(step: StepLambda, ...patterns: string[]): void {
    step.setEnvironment('BUCKET', this.bucket.bucketName);
    step.allow(['s3:AbortMultipartUpload'], this.objects(patterns));
  }

  /** Allows listing all incomplete multipart uploads, and aborting those under the patterns. */
  grantAbortOpenUploads(step: StepLambda, ...patterns: string[]): void {
    step.allow(['s3:ListBucketMultipartUploads'], [this.bucket.bucketArn]);
    this.grantAbortUpload(step, ...patterns);
  }

  /** ARNs of the objects under the patterns. */
  objects(patterns: readonly string[]): string[] {
    return patterns.map((pattern) => this.bucket.arnForObjects(pattern));
  }
}
