import { AwsError } from '../../service.ts';
import type { Span } from './walk.ts';

/** What a ListObjectsV2 asks for. */
export type ListQuery = Span & { delimiter: '/' | undefined; maxKeys: number };

/** The first string behind another, as no key holds this character. */
const JUST_BEHIND = '\u0000';

/**
 * Reads the query of a ListObjectsV2. A continuation token holds the first key of its page. Throws
 * InvalidArgument, and NotImplemented for what would change the answer and is not built.
 */
export function readListQuery(query: URLSearchParams): ListQuery {
  const delimiter = query.get('delimiter') || undefined;
  if (delimiter !== undefined && delimiter !== '/')
    throw new AwsError('NotImplemented', 'a delimiter other than "/"', 501);
  if (query.has('encoding-type')) throw new AwsError('NotImplemented', 'encoding-type', 501);
  const token = query.get('continuation-token');
  const after = query.get('start-after');
  return {
    prefix: query.get('prefix') ?? '',
    from: token ? Buffer.from(token, 'base64url').toString() : after ? after + JUST_BEHIND : '',
    delimiter,
    maxKeys: readMaxKeys(query.get('max-keys') ?? '1000'),
  };
}

function readMaxKeys(text: string): number {
  if (/^\d+$/.test(text)) return Math.min(1000, Number(text));
  throw new AwsError('InvalidArgument', 'max-keys is not a number');
}
