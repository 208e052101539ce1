import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { resolved } from '../resolved.ts';
import { statementsOf } from '../statements.ts';
import { ofType, template } from '../template.ts';

const buckets = ofType('AWS::S3::Bucket');
const lake = buckets.filter(({ id }) => id.startsWith('StorageBucket'));

test('no bucket is public', () => {
  assert.equal(buckets.length, 2);
  const closed = {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  };
  template.allResourcesProperties('AWS::S3::Bucket', closed);
});

test('every bucket requires TLS 1.2', () => {
  const policies = ofType('AWS::S3::BucketPolicy');
  assert.equal(policies.length, 2);
  for (const { Properties } of policies) {
    const denied = statementsOf(Properties.PolicyDocument)
      .filter(({ Effect, Action }) => Effect === 'Deny' && Action.includes('s3:*'))
      .map(({ Condition }) => Condition);
    assert.deepEqual(denied, [
      { Bool: { 'aws:SecureTransport': 'false' } },
      { NumericLessThan: { 's3:TlsVersion': 1.2 } },
    ]);
  }
});

test('no bucket policy allows everyone an action', () => {
  for (const { Properties } of ofType('AWS::S3::BucketPolicy'))
    for (const { Effect, Principal } of statementsOf(Properties.PolicyDocument))
      if (Effect === 'Allow') assert.doesNotMatch(JSON.stringify(Principal), /"\*"/);
});

test('the lake is encrypted with the data key by bucket keys, versioned, logged and retained (S6)', () => {
  assert.equal(lake.length, 1);
  assert.partialDeepStrictEqual(resolved(lake[0]), {
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: {
              SSEAlgorithm: 'aws:kms',
              KMSMasterKeyID: `<${dataKey()}.Arn>`,
            },
          },
        ],
      },
      LoggingConfiguration: { DestinationBucketName: `<${accessLogs()}>` },
    },
  });
});

test('a PUT with another encryption is denied, a PUT without one is not', () => {
  const policy = ofType('AWS::S3::BucketPolicy').find(({ id }) => id.startsWith('StorageBucket'));
  const refused = statementsOf(policy?.Properties.PolicyDocument)
    .filter(({ Effect, Action }) => Effect === 'Deny' && Action.includes('s3:PutObject'))
    .map(({ Condition }) => Condition);
  const header = 's3:x-amz-server-side-encryption';
  assert.deepEqual(refused, [
    { StringNotEquals: { [header]: 'aws:kms' }, Null: { [header]: 'false' } },
    {
      StringNotEquals: { [`${header}-aws-kms-key-id`]: `<${dataKey()}.Arn>` },
      Null: { [`${header}-aws-kms-key-id`]: 'false' },
    },
  ]);
});

test('incomplete uploads are aborted after fifteen days, and old versions expire (S3, S9)', () => {
  const Lifecycle = z.looseObject({
    LifecycleConfiguration: z.looseObject({ Rules: z.array(z.record(z.string(), z.json())) }),
  });
  const { Rules } = Lifecycle.parse(lake[0]?.Properties).LifecycleConfiguration;
  const whole = Rules.filter((rule) => !('Prefix' in rule) && rule.Status === 'Enabled');
  assert.partialDeepStrictEqual(whole, [
    { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 15 } },
    { NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
  ]);
  const expiring = Rules.filter((rule) => 'ExpirationInDays' in rule);
  assert.deepEqual(
    expiring.map((rule) => rule.Prefix),
    ['athena/'],
  );
});

test('both keys rotate, are retained, and allow no other account', () => {
  const keys = ofType('AWS::KMS::Key');
  assert.equal(keys.length, 2);
  template.allResourcesProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  template.allResources('AWS::KMS::Key', { DeletionPolicy: 'Retain' });
  for (const { Properties } of keys)
    for (const { Principal } of statementsOf(Properties.KeyPolicy))
      assert.match(JSON.stringify(Principal), /111122223333:root|amazonaws\.com"/);
});

const dataKey = () => ofType('AWS::KMS::Key').find(({ id }) => id.startsWith('KeysData'))?.id;
const accessLogs = () => buckets.find(({ id }) => id.startsWith('StorageAccessLogs'))?.id;
