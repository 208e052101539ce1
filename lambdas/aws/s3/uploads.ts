import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandInput,
  type ListMultipartUploadsCommandOutput,
} from '@aws-sdk/client-s3';
import type { ExpectedObject, PutCondition, Storage, UploadedPart } from '../../lake/storage.ts';
import { isNamed, isTransient, NoAnswer } from '../aws-errors.ts';
import { checkPage } from './check-page.ts';
import { type Bucket, conditionOf, etagOf } from './put-data.ts';

type Uploads = Pick<
  Storage,
  'createUpload' | 'uploadPart' | 'completeUpload' | 'abortUpload' | 'openUploads'
>;

/** Multipart uploads of one bucket. S3 checks each part and stores the CRC-32C of the whole object. */
export const uploads = (bucket: Bucket): Uploads => ({
  async createUpload(key) {
    const { call, client, name } = bucket;
    const upload = { Bucket: name, Key: key, ...WHOLE_CHECKSUM };
    const { UploadId } = await call('CreateMultipartUpload', () =>
      client.send(new CreateMultipartUploadCommand(upload)),
    );
    if (!UploadId) throw new NoAnswer(`s3://${name} created an upload without an id`);
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

/** Open uploads, page by page. */
async function* uploadsBelow(prefix: string, { call, client, name }: Bucket) {
  let markers: Markers | undefined = {};
  while (markers) {
    const asked: Markers = markers;
    const listing = { Bucket: name, Prefix: prefix, ...asked };
    const page = await call('ListMultipartUploads', async () => {
      const page = await client.send(new ListMultipartUploadsCommand(listing));
      const [marker, nextMarker] = [textOf(asked), textOf(nextOf(page))];
      checkPage({ isTruncated: page.IsTruncated, marker, nextMarker }, 'a list of uploads');
      return page;
    });
    for (const { Key, UploadId } of page.Uploads ?? [])
      if (Key && UploadId) yield { key: Key, uploadId: UploadId };
    markers = page.IsTruncated ? nextOf(page) : undefined;
  }
}

const nextOf = (page: ListMultipartUploadsCommandOutput): Markers => ({
  KeyMarker: page.NextKeyMarker,
  UploadIdMarker: page.NextUploadIdMarker,
});

const textOf = ({ KeyMarker, UploadIdMarker }: Markers): string | undefined =>
  KeyMarker && JSON.stringify([KeyMarker, UploadIdMarker]);

type Completion = {
  key: string;
  uploadId: string;
  parts: UploadedPart[];
  whole: ExpectedObject;
  condition: PutCondition | undefined;
};

/**
 * Makes one object of the parts; `refused` where the condition does not hold. A completion whose answer
 * was lost may have succeeded, and S3 then no longer knows the upload. So before another attempt, and
 * before it counts as failed, the object is compared with what it must be (S4).
 */
async function completeUpload(
  completion: Completion,
  bucket: Bucket,
): Promise<'stored' | 'refused'> {
  let isAmbiguous = false;
  return bucket.call('CompleteMultipartUpload', async () => {
    try {
      await completeOnce(completion, bucket);
      return 'stored';
    } catch (error) {
      isAmbiguous ||= isTransient(error);
      if (isAmbiguous && (await isThere(completion, bucket))) return 'stored';
      if (isNamed(error, 'PreconditionFailed', 'NoSuchKey')) return 'refused';
      throw error;
    }
  });
}

async function completeOnce(completion: Completion, { client, name }: Bucket) {
  const { key, uploadId, parts, whole, condition } = completion;
  const upload = {
    ...{ Bucket: name, Key: key, UploadId: uploadId, ...conditionOf(condition) },
    MultipartUpload: { Parts: parts.map(partOf) },
    ...{ ChecksumCRC32C: whole.crc32c, ChecksumType: 'FULL_OBJECT' as const },
    MpuObjectSize: whole.bytes,
  };
  return etagOf((await client.send(new CompleteMultipartUploadCommand(upload))).ETag);
}

const partOf = ({ partNumber, etag, crc32c }: UploadedPart) => ({
  PartNumber: partNumber,
  ETag: etag,
  ChecksumCRC32C: crc32c,
});

/**
 * Whether the object is the one that the upload makes, by size and checksum. Where it does not exist or must
 * not be read the error of the completion stands. A transient error is thrown, so that both are tried again.
 */
async function isThere({ key, whole }: Completion, { client, name }: Bucket): Promise<boolean> {
  const head = new HeadObjectCommand({ Bucket: name, Key: key, ChecksumMode: 'ENABLED' });
  const found = await client.send(head).catch((error: unknown) => {
    if (isTransient(error)) throw error;
  });
  return found?.ContentLength === whole.bytes && found.ChecksumCRC32C === whole.crc32c;
}
