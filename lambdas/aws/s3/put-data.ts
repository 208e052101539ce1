import { PutObjectCommand, type S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import type { PutCondition } from '../../lake/storage.ts';
import type { Aws } from '../aws.ts';
import { NoAnswer } from '../aws-errors.ts';

/** Bytes of a data file: an object, or a part of a multipart upload. */
export type DataPut = {
  key: string;
  /** Sent without a copy: it must not change before the call has ended. */
  body: Buffer;
  /** The body's CRC-32C, which S3 compares with what arrives. */
  crc32c: string;
  condition?: PutCondition | undefined;
  part?: { uploadId: string; partNumber: number };
};

/** Sends bytes once, as that attempt of a call, and returns the ETag. Throws the SDK's errors. */
export type PutData = (put: DataPut, attempt: number) => Promise<string>;

/** Makes the function that sends bytes into a bucket, over the client of the bucket. */
export type MakePutData = (client: S3Client, bucket: string) => PutData;

/** Sends bytes by the SDK. */
export const putBySdk: MakePutData =
  (client, bucket) =>
  async ({ key, body, crc32c, condition, part }) => {
    const object = { Bucket: bucket, Key: key, Body: body, ChecksumCRC32C: crc32c };
    const { ETag } = part
      ? await client.send(new UploadPartCommand({ ...object, ...partOf(part) }))
      : await client.send(new PutObjectCommand({ ...object, ...conditionOf(condition) }));
    return etagOf(ETag);
  };

const partOf = ({ uploadId, partNumber }: NonNullable<DataPut['part']>) => ({
  UploadId: uploadId,
  PartNumber: partNumber,
});

/** The headers by which S3 decides whether to write. */
export function conditionOf(condition: PutCondition | undefined) {
  if (!condition) return {};
  return condition.kind === 'if-absent' ? { IfNoneMatch: '*' } : { IfMatch: condition.etag };
}

/** The ETag of an object or part. Throws NoAnswer where there is none, as on the page of a proxy. */
export function etagOf(etag: string | undefined): string {
  if (!etag) throw new NoAnswer('an answer without an ETag; is there a proxy in front of S3?');
  return etag;
}

/** One bucket, as the functions of this folder reach it. */
export type Bucket = { name: string; client: S3Client; call: Aws['call']; putData: PutData };
