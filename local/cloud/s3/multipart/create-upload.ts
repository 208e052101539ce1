import type { CloudResponse } from '../../service.ts';
import type { Bucket } from '../bucket.ts';
import type { S3Request } from '../s3-request.ts';
import { answerXml } from '../xml.ts';
import { openUpload } from './upload.ts';

/** CreateMultipartUpload. */
export function createUpload(bucket: Bucket, { key }: S3Request): CloudResponse {
  const { uploadId } = openUpload(bucket, key);
  return answerXml(200, {
    InitiateMultipartUploadResult: { Bucket: bucket.name, Key: key, UploadId: uploadId },
  });
}
