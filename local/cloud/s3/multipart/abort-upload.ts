import type { CloudResponse } from '../../service.ts';
import type { Bucket } from '../bucket.ts';
import type { S3Request } from '../s3-request.ts';
import { closeUpload, findUpload } from './upload.ts';

/** AbortMultipartUpload. */
export function abortUpload(bucket: Bucket, { key, query }: S3Request): CloudResponse {
  closeUpload(findUpload(bucket, query.get('uploadId') ?? '', key));
  return { status: 204, headers: {}, body: Buffer.alloc(0) };
}
