import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandInput,
  type ListMultipartUploadsCommandOutput,
} from '@aws-sdk/client-s3';
import type { Storage } from '../../lake/storage.ts';
import { isNamed } from '../aws-error.ts';
import { NoAnswer } from '../transient-errors.ts';
import { completeUpload } from './complete-upload.ts';
import type { Bucket } from './s3-storage.ts';

type Uploads = Pick<
  Storage,
  'createUpload' | 'uploadPart' | 'completeUpload' | 'abortUpload' | 'openUploads'
>;

/**
 * Multipart uploads of one bucket. S3 checks every part, and keeps the CRC-32C of the whole object (S8).
 */
export const uploads = (bucket: Bucket): Uploads => ({
  async createUpload(key) {
    const { call, client, name } = bucket;
    const upload = { Bucket: name, Key: key, ...WHOLE_CHECKSUM };
    const { UploadId } = await call('CreateMultipartUpload', () =>
      client.send(new CreateMultipartUploadCommand(upload)),
    );
    if (!UploadId) throw new NoAnswer(`s3://${name} opened an upload without an id`);
    return UploadId;
  },
  async uploadPart(key, uploadId, partNumber, body, crc32c) {
    const put = { key, body, crc32c, part: { uploadId, partNumber } };
    const etag = await bucket.call('UploadPart', (attempt) => bucket.putData(put, attempt));
    return { partNumber, etag, crc32c };
  },
  completeUpload: (key, uploadId, parts, whole, condition) =>
    completeUpload({ key, uploadId, parts, whole, condition }, bucket),
  async abortUpload(key, uploadId) {
    const { call, client, name } = bucket;
    const upload = { Bucket: name, Key: key, UploadId: uploadId };
    await call('AbortMultipartUpload', () =>
      client.send(new AbortMultipartUploadCommand(upload)),
    ).catch((error: unknown) => {
      if (!isNamed(error, 'NoSuchUpload')) throw error;
    });
  },
  async openUploads(prefix) {
    return Readable.from(uploadsBelow(prefix, bucket)).toArray();
  },
});

const WHOLE_CHECKSUM = { ChecksumAlgorithm: 'CRC32C', ChecksumType: 'FULL_OBJECT' } as const;

type Markers = Pick<ListMultipartUploadsCommandInput, 'KeyMarker' | 'UploadIdMarker'>;

/** Open uploads, page by page. Throws where an answer is no list: nothing open must not come of it. */
async function* uploadsBelow(prefix: string, { call, client, name }: Bucket) {
  let markers: Markers | undefined = {};
  while (markers) {
    const listing = { Bucket: name, Prefix: prefix, ...markers };
    const page: ListMultipartUploadsCommandOutput = await call('ListMultipartUploads', () =>
      client.send(new ListMultipartUploadsCommand(listing)),
    );
    const { IsTruncated, NextKeyMarker, NextUploadIdMarker } = page;
    if (IsTruncated === undefined)
      throw new NoAnswer(`s3://${name} answered with something else than a list of uploads`);
    for (const { Key, UploadId } of page.Uploads ?? [])
      if (Key && UploadId) yield { key: Key, uploadId: UploadId };
    markers = IsTruncated
      ? { KeyMarker: NextKeyMarker, UploadIdMarker: NextUploadIdMarker }
      : undefined;
  }
}
