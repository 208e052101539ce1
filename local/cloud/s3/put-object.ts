import type { CloudResponse } from '../service.ts';
import { receive } from './body/receive.ts';
import type { Bucket } from './bucket.ts';
import { commit } from './commit.ts';
import { readCondition } from './condition.ts';
import { objectFile } from './key.ts';
import type { S3Request } from './s3-request.ts';

/** PutObject: the object appears whole, or not at all. */
export async function putObject(bucket: Bucket, request: S3Request): Promise<CloudResponse> {
  const condition = readCondition(request.headers);
  const received = await receive(bucket, request);
  commit(received, objectFile(bucket, request.key), condition);
  const headers = { ...received.checksums, etag: received.etag };
  return { status: 200, headers, body: Buffer.alloc(0) };
}
