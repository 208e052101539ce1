import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { test } from 'node:test';
import { inRepository } from '../../infra/functions/repository.ts';
import { actionsOf } from './statements.ts';

/** The IAM action of each API call. */
const ACTIONS: Record<string, string> = {
  AbortMultipartUpload: 's3:AbortMultipartUpload',
  BatchCreatePartition: 'glue:BatchCreatePartition',
  CompleteMultipartUpload: 's3:PutObject',
  CreateMultipartUpload: 's3:PutObject',
  DescribeExecution: 'states:DescribeExecution',
  GetObject: 's3:GetObject',
  GetPublicKey: 'kms:GetPublicKey',
  GetSecretValue: 'secretsmanager:GetSecretValue',
  GetTable: 'glue:GetTable',
  ListMultipartUploads: 's3:ListBucketMultipartUploads',
  ListObjectsV2: 's3:ListBucket',
  PutEvents: 'events:PutEvents',
  PutObject: 's3:PutObject',
  PutSecretValue: 'secretsmanager:PutSecretValue',
  Sign: 'kms:Sign',
  StartExecution: 'states:StartExecution',
  StopExecution: 'states:StopExecution',
  UploadPart: 's3:PutObject',
};

/** Granted only if a source signs with keys in KMS: see `signing-keys.test.ts`. */
const SIGNING = ['kms:GetPublicKey', 'kms:Sign'];

/** Actions that AWS itself performs with a function's role. */
const AROUND = /^(kms|logs|xray|sqs):/;

test('the functions have exactly the permissions for the AWS calls in their code', async () => {
  const called = (await callsOf('lambdas/**/*.ts')).map((call) => ACTIONS[call] ?? call);
  const steps = ['KickOff', 'Poll', 'Plan', 'Download', 'Publish', 'CleanUp', 'Api'];
  const granted = steps.flatMap((step) => actionsOf(`Steps${step}Role`));
  const ours = [...granted.filter((action) => !AROUND.test(action)), ...SIGNING];
  assert.deepEqual([...new Set(called)].sort(), [...new Set(ours)].sort());
});

/** The API operations that files pass to `call`. */
async function callsOf(pattern: string): Promise<string[]> {
  const calls: string[] = [];
  for await (const file of glob(inRepository(pattern)))
    for (const [, operation = ''] of readFileSync(file, 'utf8').matchAll(/\bcall\(\s*'(\w+)'/g))
      calls.push(operation);
  return calls;
}
