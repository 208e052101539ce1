import type { AwsCredentialIdentity } from '@smithy/types';
import { connectAws, socketHandler } from '../../lambdas/aws/aws.ts';
import { putDirectly } from '../../lambdas/aws/s3/direct-put.ts';
import { s3Storage } from '../../lambdas/aws/s3/s3-storage.ts';
import { systemClock } from '../../lambdas/runtime/clock.ts';
import { crc32cOf } from '../fakes/memory-storage.ts';
import { BUCKET } from '../local/cloud/local-cloud.ts';
import type { Comparison } from './comparison.ts';
import { outcomeOf } from './run-cases.ts';

/**
 * Has moto check the signatures of direct PUTs, which it does by botocore's own signer. No key has a character that
 * moto quotes otherwise than S3, such as `=`, before it checks.
 */
export async function compareSignatures(motoUrl: string): Promise<Comparison[]> {
  const credentials = await newUser(motoUrl);
  await letMotoCheck(motoUrl, 0);
  try {
    const right = puts(motoUrl, credentials);
    const wrong = puts(motoUrl, { ...credentials, secretAccessKey: 'another-word' });
    return [
      { name: 'a direct PUT is signed', ours: 'holds', moto: await outcomeOf(right) },
      {
        name: 'a direct PUT that is signed with another secret is refused',
        ours: 'SignatureDoesNotMatch',
        moto: (/\w+DoesNotMatch/.exec(await outcomeOf(wrong)) ?? ['taken'])[0],
      },
    ];
  } finally {
    await letMotoCheck(motoUrl, Number.POSITIVE_INFINITY);
  }
}

/** Puts an object and a part past the SDK. */
const puts = (url: string, credentials: AwsCredentialIdentity) => async () => {
  const aws = connectAws(
    { region: 'us-east-1', endpoint: url, credentials, requestHandler: socketHandler() },
    { clock: systemClock, random: () => 0 },
  );
  const storage = s3Storage(aws, BUCKET, putDirectly(systemClock));
  const hello = Buffer.from('hello');
  const crc32c = crc32cOf(hello);
  await storage.put('signed/a b.ndjson', hello, undefined, crc32c);
  const uploadId = await storage.createUpload('signed/b.ndjson');
  const part = await storage.uploadPart('signed/b.ndjson', uploadId, 1, hello, crc32c);
  await storage.completeUpload('signed/b.ndjson', uploadId, [part], { bytes: 5, crc32c });
};

/** From so many calls on, moto checks who calls. */
async function letMotoCheck(motoUrl: string, calls: number): Promise<void> {
  await fetch(`${motoUrl}/moto-api/reset-auth`, { method: 'POST', body: String(calls) });
}

const tagged = (name: string) => new RegExp(`<${name}>([^<]+)</${name}>`);

/** A user who may do everything, and its credentials. */
async function newUser(motoUrl: string): Promise<AwsCredentialIdentity> {
  const UserName = 'signer';
  const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [everything] });
  await iam(motoUrl, { Action: 'CreateUser', UserName });
  await iam(motoUrl, { Action: 'PutUserPolicy', UserName, PolicyName: 'all', PolicyDocument });
  const made = await iam(motoUrl, { Action: 'CreateAccessKey', UserName });
  return {
    accessKeyId: tagged('AccessKeyId').exec(made)?.[1] ?? '',
    secretAccessKey: tagged('SecretAccessKey').exec(made)?.[1] ?? '',
  };
}

async function iam(motoUrl: string, form: Record<string, string>): Promise<string> {
  const scope = 'Credential=any/20260101/us-east-1/iam/aws4_request';
  const headers = {
    authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=none`,
  };
  const body = new URLSearchParams({ Version: '2010-05-08', ...form });
  return (await fetch(motoUrl, { method: 'POST', headers, body })).text();
}
