import type { CloudResponse } from '../service.ts';
import type { Bucket } from './bucket.ts';
import { objectFile } from './key.ts';
import { objectHeaders } from './object-headers.ts';
import type { S3Request } from './s3-request.ts';
import { noSuchKey, statObject } from './stat-object.ts';

/** HeadObject. */
export function headObject(bucket: Bucket, { key }: S3Request): CloudResponse {
  const stat = statObject(objectFile(bucket, key));
  if (!stat) throw noSuchKey();
  const headers = { ...objectHeaders(stat), 'content-length': String(stat.size) };
  return { status: 200, headers, body: Buffer.alloc(0) };
}
