import type { Storage } from '../../storage.ts';
import { isAwsError } from '../wire/aws-error.ts';
import { bodyChecksum } from './body-checksum.ts';
import { resultIn, type S3 } from './s3.ts';
import { textOf } from './xml.ts';

type Uploads = Pick<Storage, 'createUpload' | 'uploadPart' | 'abortUpload'>;

/**
 * Multipart uploads of one bucket. S3 checks every part and keeps a checksum of the whole object: the
 * CRC-32C that the writer takes of each part, or a CRC-32 taken here (S8).
 */
export const uploads = (s3: S3): Uploads => ({
  async createUpload(key, checksum) {
    const answer = await s3.call({
      ...{ operation: 'CreateMultipartUpload', method: 'POST', key, query: { uploads: '' } },
      headers: {
        'x-amz-checksum-algorithm': checksum === 'crc32c' ? 'CRC32C' : 'CRC32',
        'x-amz-checksum-type': 'FULL_OBJECT',
      },
    });
    const uploadId = textOf(resultIn(answer, 'InitiateMultipartUpload'), 'UploadId');
    if (!uploadId) throw new Error('S3 opened an upload without an id');
    return uploadId;
  },
  async uploadPart(key, uploadId, partNumber, body, crc32c) {
    const { headers } = await s3.call({
      ...{ operation: 'UploadPart', method: 'PUT', key },
      ...{ query: { partNumber: String(partNumber), uploadId } },
      ...{ headers: bodyChecksum(body, crc32c), body },
    });
    return { partNumber, etag: headers.etag ?? '', ...(crc32c !== undefined && { crc32c }) };
  },
  async abortUpload(key, uploadId) {
    const abort = { operation: 'AbortMultipartUpload', method: 'DELETE', key } as const;
    await s3.call({ ...abort, query: { uploadId } }).catch((error: unknown) => {
      if (!isAwsError(error, 'NoSuchUpload')) throw error;
    });
  },
});
