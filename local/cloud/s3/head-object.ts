import { readFileSync } from 'node:fs';
import type { CloudResponse } from '../service.ts';
import { digests } from './body/digests.ts';
import type { Bucket } from './bucket.ts';
import { objectFile } from './key.ts';
import { objectHeaders } from './object-headers.ts';
import type { S3Request } from './s3-request.ts';
import { noSuchKey, statObject } from './stat-object.ts';

/** HeadObject. Where a checksum is asked for, the object is read for it: none is kept. */
export function headObject(bucket: Bucket, request: S3Request): CloudResponse {
  const file = objectFile(bucket, request.key);
  const stat = statObject(file);
  if (!stat) throw noSuchKey();
  const headers = { ...objectHeaders(stat), 'content-length': String(stat.size) };
  const isChecksumAsked = request.headers['x-amz-checksum-mode'] === 'ENABLED';
  const checksum = isChecksumAsked ? checksumOf(file) : {};
  return { status: 200, headers: { ...headers, ...checksum }, body: Buffer.alloc(0) };
}

function checksumOf(file: string): Record<string, string> {
  const header = 'x-amz-checksum-crc32c';
  const digest = digests[header]();
  digest.update(readFileSync(file));
  return { [header]: digest.base64(), 'x-amz-checksum-type': 'FULL_OBJECT' };
}
