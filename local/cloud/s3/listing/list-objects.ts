import type { CloudResponse } from '../../service.ts';
import type { Bucket } from '../bucket.ts';
import { etagOf } from '../etag.ts';
import { objectFile } from '../key.ts';
import type { S3Request } from '../s3-request.ts';
import { statObject } from '../stat-object.ts';
import { answerXml } from '../xml.ts';
import type { Entry } from './entries.ts';
import { type ListQuery, readListQuery } from './read-list-query.ts';
import { keysOf, rolledUp } from './walk.ts';

/** ListObjectsV2: up to 1,000 keys a page, in the order of their UTF-8 bytes. */
export function listObjects(bucket: Bucket, { query }: S3Request): CloudResponse {
  const asked = readListQuery(query);
  const { page, next } = takePage(asked, found(bucket, asked));
  const objects = page.filter(({ kind }) => kind === 'object');
  const folders = page.filter(({ kind }) => kind === 'folder');
  return answerXml(200, {
    ListBucketResult: {
      Name: bucket.name,
      Prefix: asked.prefix,
      Delimiter: asked.delimiter,
      MaxKeys: asked.maxKeys,
      KeyCount: page.length,
      IsTruncated: next !== undefined,
      NextContinuationToken: next,
      Contents: objects.flatMap(({ key }) => describe(bucket, key)),
      CommonPrefixes: folders.map(({ key }) => ({ Prefix: key })),
    },
  });
}

function* found(bucket: Bucket, asked: ListQuery): Generator<Entry> {
  if (asked.delimiter === '/') yield* rolledUp(bucket, asked);
  else for (const key of keysOf(bucket, asked)) yield { kind: 'object', key };
}

/** Takes a page, and one more to know whether there is a next page and where it begins. */
function takePage({ maxKeys }: ListQuery, found: Generator<Entry>) {
  const page: Entry[] = [];
  for (const entry of found) {
    if (page.length === maxKeys)
      return { page, next: Buffer.from(entry.key).toString('base64url') };
    page.push(entry);
  }
  return { page, next: undefined };
}

/** Nothing where the object was deleted meanwhile. */
function describe(bucket: Bucket, key: string) {
  const stat = statObject(objectFile(bucket, key));
  if (!stat) return [];
  const LastModified = stat.mtime.toISOString();
  return [{ Key: key, LastModified, ETag: etagOf(stat), Size: String(stat.size) }];
}
