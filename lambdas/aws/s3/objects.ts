import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import type { PutCondition, Storage } from '../../lake/storage.ts';
import { isNamed } from '../aws-error.ts';
import { NoAnswer } from '../transient-errors.ts';
import { conditionOf, etagOf } from './put-data.ts';
import type { Bucket } from './s3-storage.ts';

/** Objects of one bucket: read, written, listed. */
export const objects = (bucket: Bucket): Pick<Storage, 'read' | 'put' | 'list'> => ({
  async read(key) {
    try {
      return await bucket.call('GetObject', () => readOnce(key, bucket));
    } catch (error) {
      if (isNamed(error, 'NoSuchKey')) return undefined;
      throw error;
    }
  },
  async put(key, body, condition, crc32c) {
    try {
      await bucket.call('PutObject', (attempt) =>
        crc32c === undefined
          ? putOnce({ key, body, condition }, bucket)
          : bucket.putData({ key, body: bytesOf(body), crc32c, condition }, attempt),
      );
      return 'stored';
    } catch (error) {
      if (isNamed(error, 'PreconditionFailed', 'NoSuchKey')) return 'refused';
      throw error;
    }
  },
  async *list(prefix) {
    let next: string | undefined;
    do {
      const page = await listOnce(prefix, next, bucket);
      for (const { Key, Size = 0 } of page.Contents ?? []) if (Key) yield { key: Key, bytes: Size };
      next = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (next);
  },
});

const bytesOf = (body: string | Buffer) => (typeof body === 'string' ? Buffer.from(body) : body);

async function readOnce(key: string, { client, name }: Bucket) {
  const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: name, Key: key }));
  return { text: (await Body?.transformToString()) ?? '', etag: etagOf(ETag) };
}

type Put = { key: string; body: string | Buffer; condition: PutCondition | undefined };

/** The SDK takes a CRC-32 of the body, which S3 compares with what arrives (S8). */
async function putOnce({ key, body, condition }: Put, { client, name }: Bucket) {
  // Of an empty text the SDK would not say how long it is.
  const object = { Bucket: name, Key: key, Body: bytesOf(body), ...conditionOf(condition) };
  return etagOf((await client.send(new PutObjectCommand(object))).ETag);
}

/** One page of a listing. Throws where the answer is none: an empty list must not come of it. */
async function listOnce(prefix: string, next: string | undefined, bucket: Bucket) {
  const listing = { Bucket: bucket.name, Prefix: prefix, ContinuationToken: next };
  const page = await bucket.call('ListObjectsV2', () =>
    bucket.client.send(new ListObjectsV2Command(listing)),
  );
  if (page.IsTruncated === undefined)
    throw new NoAnswer(`s3://${bucket.name} answered with something else than a listing`);
  return page;
}
