import { renameSync, rmSync } from 'node:fs';
import type { CloudResponse } from '../../service.ts';
import { receiveBody } from '../body/receive.ts';
import type { Bucket, S3Request } from '../bucket.ts';
import { answerXml } from '../xml.ts';
import {
  asNoSuchUpload,
  findUpload,
  newUpload,
  partFile,
  readPartNumber,
  removeUpload,
} from './upload.ts';

/** UploadPart: a part that is sent again replaces the one before. */
export async function uploadPart(bucket: Bucket, request: S3Request): Promise<CloudResponse> {
  const { key, query } = request;
  const partNumber = readPartNumber(query.get('partNumber') ?? '');
  const upload = findUpload(bucket, query.get('uploadId') ?? '', key);
  const received = await receiveBody(bucket, request);
  try {
    renameSync(received.file, partFile(upload, partNumber));
  } catch (error) {
    rmSync(received.file, { force: true });
    throw asNoSuchUpload(error);
  }
  const headers = { ...received.checksums, etag: received.etag };
  return { status: 200, headers, body: Buffer.alloc(0) };
}

/** CreateMultipartUpload. */
export function createUpload(bucket: Bucket, { key }: S3Request): CloudResponse {
  const { uploadId } = newUpload(bucket, key);
  return answerXml(200, {
    InitiateMultipartUploadResult: { Bucket: bucket.name, Key: key, UploadId: uploadId },
  });
}

/** AbortMultipartUpload. */
export function abortUpload(bucket: Bucket, { key, query }: S3Request): CloudResponse {
  removeUpload(findUpload(bucket, query.get('uploadId') ?? '', key));
  return { status: 204, headers: {}, body: Buffer.alloc(0) };
}
