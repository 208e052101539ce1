import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';

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
