import type { S3Client } from '@aws-sdk/client-s3';
import type { Storage } from '../../lake/storage.ts';
import type { Aws } from '../aws.ts';
import { objects } from './objects.ts';
import { type MakePutData, type PutData, putBySdk } from './put-data.ts';
import { s3Client } from './s3-client.ts';
import { uploads } from './uploads.ts';

/** One bucket, as the calls of this folder reach it. */
export type Bucket = { name: string; client: S3Client; call: Aws['call']; putData: PutData };

/** Storage over one S3 bucket. Bytes of data files are sent as `makePutData` says. */
export function s3Storage(aws: Aws, name: string, makePutData: MakePutData = putBySdk): Storage {
  const client = s3Client(aws);
  const bucket = { name, client, call: aws.call, putData: makePutData(client, name) };
  return { ...objects(bucket), ...uploads(bucket) };
}
