import { z } from 'zod';
import { awsJson } from '../../lambdas/shared/aws/json/aws-json.ts';
import { GLUE } from '../../lambdas/shared/aws/json/glue-catalog.ts';
import { s3Storage } from '../../lambdas/shared/aws/s3/s3-storage.ts';
import { connectAws } from '../../lambdas/shared/aws/wire/aws.ts';
import type { Credentials } from '../../lambdas/shared/aws/wire/credentials.ts';
import { customEndpoint } from '../../lambdas/shared/aws/wire/endpoint.ts';
import { nodeSend } from '../../lambdas/shared/aws/wire/node-send.ts';
import { systemClock } from '../../lambdas/shared/clock.ts';
import { BUCKET } from '../local/cloud/local-cloud.ts';
import type { Comparison } from './comparison.ts';
import { outcomeOf } from './run-cases.ts';

/**
 * Has moto check our signatures, which it does by botocore's own signer. No key has a character that
 * moto quotes otherwise than S3, such as `=`, before it checks.
 */
export async function compareSignatures(motoUrl: string): Promise<Comparison[]> {
  const credentials = await newUser(motoUrl);
  await letMotoCheck(motoUrl, 0);
  try {
    const right = callsOf(motoUrl, credentials);
    const wrong = callsOf(motoUrl, { ...credentials, secretAccessKey: 'another-word' });
    return [
      { name: 'a request to S3 is signed', ours: 'holds', moto: await outcomeOf(right.s3) },
      { name: 'a request to Glue is signed', ours: 'holds', moto: await outcomeOf(right.glue) },
      {
        name: 'a signature with another secret is refused',
        ours: 'SignatureDoesNotMatch',
        moto: (/\w+DoesNotMatch/.exec(await outcomeOf(wrong.s3)) ?? ['taken'])[0],
      },
    ];
  } finally {
    await letMotoCheck(motoUrl, Number.POSITIVE_INFINITY);
  }
}

function callsOf(url: string, credentials: Credentials) {
  const aws = connectAws({
    region: 'us-east-1',
    credentials: async () => credentials,
    endpoint: () => customEndpoint(url),
    ...{ send: nodeSend(systemClock), clock: systemClock, random: () => 0 },
  });
  const storage = s3Storage(aws, BUCKET);
  return {
    async s3() {
      await storage.put('signed/a b.json', 'hello');
      await storage.read('signed/a b.json');
      for await (const _ of storage.list('signed'));
    },
    async glue() {
      await awsJson(aws, GLUE)('GetDatabases', {}, z.looseObject({}));
    },
  };
}

/** From so many calls on, moto checks who calls. */
async function letMotoCheck(motoUrl: string, calls: number): Promise<void> {
  await fetch(`${motoUrl}/moto-api/reset-auth`, { method: 'POST', body: String(calls) });
}

const tagged = (name: string) => new RegExp(`<${name}>([^<]+)</${name}>`);

/** A user who may do everything, and its credentials. */
async function newUser(motoUrl: string): Promise<Credentials> {
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
