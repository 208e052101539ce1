import type { PutCondition, Storage } from '../../storage.ts';
import { isAwsError } from '../wire/aws-error.ts';
import { bodyChecksum } from './body-checksum.ts';
import { resultIn, type S3 } from './s3.ts';
import { childrenOf, textOf } from './xml.ts';

/** Objects of one bucket: read, written, listed. */
export const objects = (s3: S3): Pick<Storage, 'read' | 'put' | 'list'> => ({
  async read(key) {
    try {
      const { body, headers } = await s3.call({ operation: 'GetObject', method: 'GET', key });
      return { text: body.toString(), etag: headers.etag ?? '' };
    } catch (error) {
      if (isAwsError(error, 'NoSuchKey')) return undefined;
      throw error;
    }
  },
  async put(key, content, condition, crc32c) {
    const body = typeof content === 'string' ? Buffer.from(content) : content;
    const headers = { ...bodyChecksum(body, crc32c), ...conditionHeader(condition) };
    try {
      await s3.call({ operation: 'PutObject', method: 'PUT', key, headers, body });
      return 'stored';
    } catch (error) {
      if (isAwsError(error, 'PreconditionFailed', 'NoSuchKey')) return 'refused';
      throw error;
    }
  },
  async *list(prefix) {
    const first = { 'list-type': '2', prefix };
    let query: Record<string, string> | undefined = first;
    while (query) {
      const answer = await s3.call({ operation: 'ListObjectsV2', method: 'GET', query });
      const page = resultIn(answer, 'ListBucket');
      for (const object of childrenOf(page, 'Contents')) {
        const key = textOf(object, 'Key');
        if (key) yield { key, bytes: Number(textOf(object, 'Size') ?? 0) };
      }
      const token = textOf(page, 'NextContinuationToken');
      query = token ? { ...first, 'continuation-token': token } : undefined;
    }
  },
});

/** The header that S3 decides by whether a write happens. */
export function conditionHeader(condition: PutCondition | undefined): Record<string, string> {
  if (!condition) return {};
  return condition.kind === 'if-absent' ? { 'if-none-match': '*' } : { 'if-match': condition.etag };
}
