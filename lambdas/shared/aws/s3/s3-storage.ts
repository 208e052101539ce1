import type { S3Client } from '@aws-sdk/client-s3';
import type { Storage } from '../../storage.ts';
import type { Aws } from '../aws.ts';
import { objects } from './objects.ts';
import { type PutData, putBySdk } from './put-data.ts';
import { s3Client } from './s3-client.ts';
import { uploads } from './uploads.ts';

/** One bucket, as the calls of this folder reach it. */
export type Bucket = { name: string; client: S3Client; call: Aws['call']; putData: PutData };

/** Storage over one S3 bucket. `putData` makes the way in which bytes of data files are sent. */
export function s3Storage(aws: Aws, name: string, putData = putBySdk): Storage {
  const client = s3Client(aws);
  const bucket = { name, client, call: aws.call, putData: putData(client, name) };
  return { ...objects(bucket), ...uploads(bucket) };
}
