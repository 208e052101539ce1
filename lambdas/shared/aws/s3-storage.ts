import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  NoSuchKey,
  NoSuchUpload,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { PutCondition, Storage } from '../storage.ts';
import { openUploads } from './s3-open-uploads.ts';

/** Storage over one S3 bucket. */
export function s3Storage(client: S3Client, bucket: string): Storage {
  const at = (key: string) => ({ Bucket: bucket, Key: key });
  return {
    read: (key) => readText(client, at(key)),
    put: (key, body, condition) =>
      put(client, { ...at(key), Body: toBytes(body), ...when(condition) }),
    list: (prefix) => list(client, bucket, prefix),
    async createUpload(key) {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand(at(key)));
      if (!UploadId) throw new Error('S3 opened an upload without an id');
      return UploadId;
    },
    async uploadPart(key, uploadId, partNumber, body) {
      const part = { ...at(key), UploadId: uploadId, PartNumber: partNumber, Body: body };
      const { ETag } = await client.send(new UploadPartCommand(part));
      return { partNumber, etag: ETag ?? '' };
    },
    async completeUpload(key, uploadId, parts) {
      const Parts = parts.map((part) => ({ PartNumber: part.partNumber, ETag: part.etag }));
      const upload = { ...at(key), UploadId: uploadId, MultipartUpload: { Parts } };
      await client.send(new CompleteMultipartUploadCommand(upload));
    },
    async abortUpload(key, uploadId) {
      const abort = new AbortMultipartUploadCommand({ ...at(key), UploadId: uploadId });
      await client.send(abort).catch((error: unknown) => {
        if (!(error instanceof NoSuchUpload)) throw error;
      });
    },
    openUploads: (prefix) => openUploads(client, bucket, prefix),
  };
}

/** The SDK takes an empty string for a stream of unknown length. */
const toBytes = (body: string | Buffer) => (typeof body === 'string' ? Buffer.from(body) : body);

async function readText(client: S3Client, at: { Bucket: string; Key: string }) {
  try {
    const { Body, ETag } = await client.send(new GetObjectCommand(at));
    return { text: (await Body?.transformToString()) ?? '', etag: ETag ?? '' };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

type PutInput = ConstructorParameters<typeof PutObjectCommand>[0];

/** Conditional writes that may be under way at once, each of which is over in moments. */
const TRIES = 5;

async function put(
  client: S3Client,
  input: PutInput,
  triesLeft = TRIES,
): Promise<'stored' | 'refused'> {
  try {
    await client.send(new PutObjectCommand(input));
    return 'stored';
  } catch (error) {
    if (isNamed(error, 'PreconditionFailed', 'NoSuchKey')) return 'refused';
    // Another conditional write of this key is under way; who has won shows when it is through.
    const isContended = isNamed(error, 'ConditionalRequestConflict');
    if (isContended && triesLeft > 1) return put(client, input, triesLeft - 1);
    throw error;
  }
}

const isNamed = (error: unknown, ...names: string[]): boolean =>
  error instanceof S3ServiceException && names.includes(error.name);

function when(condition: PutCondition | undefined) {
  if (!condition) return {};
  return condition.kind === 'if-absent' ? { IfNoneMatch: '*' } : { IfMatch: condition.etag };
}

async function* list(client: S3Client, bucket: string, prefix: string) {
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix }))
    for (const { Key, Size } of page.Contents ?? []) if (Key) yield { key: Key, bytes: Size ?? 0 };
}
