import { renameSync, rmSync } from 'node:fs';
import type { CloudResponse } from '../../service.ts';
import { receive } from '../body/receive.ts';
import type { Bucket } from '../bucket.ts';
import type { S3Request } from '../s3-request.ts';
import { partFile, readPartNumber } from './parts.ts';
import { asClosed, findUpload } from './upload.ts';

/** UploadPart: a part sent again replaces the one before. */
export async function uploadPart(bucket: Bucket, request: S3Request): Promise<CloudResponse> {
  const { key, query } = request;
  const partNumber = readPartNumber(query.get('partNumber') ?? '');
  const upload = findUpload(bucket, query.get('uploadId') ?? '', key);
  const received = await receive(bucket, request);
  try {
    renameSync(received.file, partFile(upload, partNumber));
  } catch (error) {
    rmSync(received.file, { force: true });
    throw asClosed(error);
  }
  const headers = { ...received.checksums, etag: received.etag };
  return { status: 200, headers, body: Buffer.alloc(0) };
}
