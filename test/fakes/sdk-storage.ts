import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { PutCondition, Storage } from '../../lambdas/shared/storage.ts';

/** Storage over the AWS SDK: an independent client, to compare ours with. */
export function sdkStorage(client: S3Client, bucket: string): Storage {
  const at = (key: string) => ({ Bucket: bucket, Key: key });
  return {
    async read(key) {
      const found = await client.send(new GetObjectCommand(at(key))).catch(unless('NoSuchKey'));
      return (
        found && { text: (await found.Body?.transformToString()) ?? '', etag: found.ETag ?? '' }
      );
    },
    async put(key, body, condition, crc32c) {
      const content = { Body: Buffer.from(body), ...(crc32c && { ChecksumCRC32C: crc32c }) };
      const command = new PutObjectCommand({ ...at(key), ...content, ...when(condition) });
      const refused = await client.send(command).catch(unless('PreconditionFailed', 'NoSuchKey'));
      return refused ? 'stored' : 'refused';
    },
    async *list(prefix) {
      for await (const page of paginateListObjectsV2(
        { client },
        { Bucket: bucket, Prefix: prefix },
      ))
        for (const { Key = '', Size = 0 } of page.Contents ?? []) yield { key: Key, bytes: Size };
    },
    async createUpload(key, checksum) {
      const kind =
        checksum && ({ ChecksumAlgorithm: 'CRC32C', ChecksumType: 'FULL_OBJECT' } as const);
      const command = new CreateMultipartUploadCommand({ ...at(key), ...kind });
      return (await client.send(command)).UploadId ?? '';
    },
    async uploadPart(key, UploadId, partNumber, Body, crc32c) {
      const sum = crc32c === undefined ? {} : { ChecksumCRC32C: crc32c };
      const part = { ...at(key), UploadId, PartNumber: partNumber, Body, ...sum };
      const { ETag = '' } = await client.send(new UploadPartCommand(part));
      return { partNumber, etag: ETag, ...(crc32c !== undefined && { crc32c }) };
    },
    async completeUpload(key, UploadId, parts, whole, condition) {
      const Parts = parts.map(({ partNumber, etag, crc32c }) => {
        return { PartNumber: partNumber, ETag: etag, ...(crc32c && { ChecksumCRC32C: crc32c }) };
      });
      const object = whole && {
        ...{ ChecksumCRC32C: whole.crc32c, MpuObjectSize: whole.bytes },
        ChecksumType: 'FULL_OBJECT' as const,
      };
      const upload = { ...at(key), UploadId, MultipartUpload: { Parts }, ...object };
      const command = new CompleteMultipartUploadCommand({ ...upload, ...when(condition) });
      const done = await client.send(command).catch(unless('PreconditionFailed', 'NoSuchKey'));
      return done ? 'stored' : 'refused';
    },
    async abortUpload(key, UploadId) {
      const command = new AbortMultipartUploadCommand({ ...at(key), UploadId });
      await client.send(command).catch(unless('NoSuchUpload'));
    },
    async openUploads(prefix) {
      const listing = new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix });
      const { Uploads = [] } = await client.send(listing);
      return Uploads.map(({ Key = '', UploadId = '' }) => ({ key: Key, uploadId: UploadId }));
    },
  };
}

/** Nothing for an error of one of these names. */
const unless =
  (...names: string[]) =>
  (error: unknown): undefined => {
    if (!(error instanceof Error && names.includes(error.name))) throw error;
  };

function when(condition: PutCondition | undefined) {
  if (!condition) return {};
  return condition.kind === 'if-absent' ? { IfNoneMatch: '*' } : { IfMatch: condition.etag };
}
