import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { HttpRequest } from '@smithy/core/protocols';
import type { PutCondition, Storage } from '../../lake/storage.ts';
import type { Aws } from '../aws.ts';
import { isNamed } from '../aws-errors.ts';
import { checkPage } from './check-page.ts';
import { type Bucket, conditionOf, etagOf, type MakePutData, putBySdk } from './put-data.ts';
import { uploads } from './uploads.ts';

/** Storage over one S3 bucket. Bytes of data files are sent as `makePutData` says. */
export function s3Storage(aws: Aws, name: string, makePutData: MakePutData = putBySdk): Storage {
  const client = s3Client(aws);
  const bucket = { name, client, call: aws.call, putData: makePutData(client, name) };
  return { ...objects(bucket), ...uploads(bucket) };
}

/** Objects of one bucket: read, written, listed. */
const objects = (bucket: Bucket): Pick<Storage, 'read' | 'put' | 'list'> => ({
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

/** The SDK computes a CRC-32 of the body, which S3 compares with the bytes that arrive (S8). */
async function putOnce({ key, body, condition }: Put, { client, name }: Bucket) {
  // As a Buffer, since the SDK sends no length for an empty text.
  const object = { Bucket: name, Key: key, Body: bytesOf(body), ...conditionOf(condition) };
  return etagOf((await client.send(new PutObjectCommand(object))).ETag);
}

async function listOnce(prefix: string, next: string | undefined, bucket: Bucket) {
  const listing = { Bucket: bucket.name, Prefix: prefix, ContinuationToken: next };
  return bucket.call('ListObjectsV2', async () => {
    const page = await bucket.client.send(new ListObjectsV2Command(listing));
    const { IsTruncated: isTruncated, NextContinuationToken: nextMarker } = page;
    checkPage({ isTruncated, marker: next, nextMarker }, 'a listing');
    return page;
  });
}

/**
 * A client of S3. With a custom endpoint the bucket is named in the path, as its name may not resolve as a
 * host there. It does not send `Expect: 100-continue`, which costs a round trip for each part.
 */
export function s3Client({ config }: Aws): S3Client {
  const client: S3Client = new S3Client({ ...config, expectContinueHeader: false });
  // The environment or the profile may name an endpoint, too. The SDK looks that up with the first call, so
  // this is a function. `endpoints.test.ts` fails where a version of the SDK behaves otherwise.
  const forcePathStyle = async () =>
    client.config.isCustomEndpoint || Boolean(await client.config.serviceConfiguredEndpoint?.());
  Object.assign(client.config, { forcePathStyle });
  client.middlewareStack.add(
    (next) => async (args) => {
      if (HttpRequest.isInstance(args.request)) leavePayloadUnsigned(args.request);
      return next(args);
    },
    { step: 'build', name: 'unsignedPayload' },
  );
  return client;
}

/**
 * A body with its CRC-32C is not hashed by SHA-256 as well: over TLS the checksum suffices (S8), and the hash
 * would be half of the CPU of an upload. Over plain http S3 requires the hash.
 */
function leavePayloadUnsigned({ method, protocol, headers }: HttpRequest): void {
  if (method === 'PUT' && protocol === 'https:' && headers['x-amz-checksum-crc32c'] !== undefined)
    headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
}
