import { AwsError, type CloudResponse } from '../../service.ts';
import { type Bucket, etagOf, objectFile, type S3Request, statObject } from '../bucket.ts';
import { answerXml } from '../xml.ts';
import { type Entry, type KeyRange, listKeys, listWithDelimiter } from './walk.ts';

/** ListObjectsV2: up to 1,000 keys a page, in the order of their UTF-8 bytes. */
export function listObjects(bucket: Bucket, { query }: S3Request): CloudResponse {
  const list = readListQuery(query);
  const { page, next } = takePage(list, found(bucket, list));
  const objects = page.filter(({ kind }) => kind === 'object');
  const folders = page.filter(({ kind }) => kind === 'folder');
  return answerXml(200, {
    ListBucketResult: {
      Name: bucket.name,
      Prefix: list.prefix,
      Delimiter: list.delimiter,
      MaxKeys: list.maxKeys,
      KeyCount: page.length,
      IsTruncated: next !== undefined,
      NextContinuationToken: next,
      Contents: objects.flatMap(({ key }) => describe(bucket, key)),
      CommonPrefixes: folders.map(({ key }) => ({ Prefix: key })),
    },
  });
}

function* found(bucket: Bucket, list: ListQuery): Generator<Entry> {
  if (list.delimiter === '/') yield* listWithDelimiter(bucket, list);
  else for (const key of listKeys(bucket, list)) yield { kind: 'object', key };
}

/** A page, and the first key of the next one if there is one. A page of 0 keys has no next one: it would never end. */
function takePage({ maxKeys }: ListQuery, found: Generator<Entry>) {
  const page: Entry[] = [];
  if (maxKeys === 0) return { page, next: undefined };
  for (const entry of found) {
    if (page.length === maxKeys)
      return { page, next: Buffer.from(entry.key).toString('base64url') };
    page.push(entry);
  }
  return { page, next: undefined };
}

/** Empty if the object was deleted meanwhile. */
function describe(bucket: Bucket, key: string) {
  const stat = statObject(objectFile(bucket, key));
  if (!stat) return [];
  const LastModified = stat.mtime.toISOString();
  return [{ Key: key, LastModified, ETag: etagOf(stat), Size: String(stat.size) }];
}

type ListQuery = KeyRange & { delimiter: '/' | undefined; maxKeys: number };

/** No key contains it, so `key + FIRST_CHARACTER` sorts directly behind `key`. */
const FIRST_CHARACTER = '\u0000';

/**
 * Reads the query of a ListObjectsV2. A continuation token is the first key of its page. Throws
 * InvalidArgument, and NotImplemented for parameters that change the answer and are not built.
 */
function readListQuery(query: URLSearchParams): ListQuery {
  const delimiter = query.get('delimiter') || undefined;
  if (delimiter !== undefined && delimiter !== '/')
    throw new AwsError('NotImplemented', 'a delimiter other than "/"', 501);
  if (query.has('encoding-type')) throw new AwsError('NotImplemented', 'encoding-type', 501);
  const token = query.get('continuation-token');
  const after = query.get('start-after');
  return {
    prefix: query.get('prefix') ?? '',
    from: token ? Buffer.from(token, 'base64url').toString() : after ? after + FIRST_CHARACTER : '',
    delimiter,
    maxKeys: readMaxKeys(query.get('max-keys') ?? '1000'),
  };
}

function readMaxKeys(text: string): number {
  if (/^\d+$/.test(text)) return Math.min(1000, Number(text));
  throw new AwsError('InvalidArgument', 'max-keys is not a number');
}
