import { AwsError } from '../service.ts';
import type { S3Request } from './s3-request.ts';

/** When a write may happen. */
export type Condition =
  | { kind: 'always' }
  | { kind: 'if-absent' }
  | { kind: 'if-match'; etag: string };

/** Reads `If-None-Match: *` and `If-Match`; S3 knows no other condition of a write. */
export function readCondition(headers: S3Request['headers']): Condition {
  const { 'if-none-match': none, 'if-match': etag } = headers;
  if (none === undefined && etag === undefined) return { kind: 'always' };
  if (none === '*' && etag === undefined) return { kind: 'if-absent' };
  if (none === undefined && etag !== undefined) return { kind: 'if-match', etag };
  throw new AwsError('NotImplemented', 'this condition of a write', 501);
}

export const preconditionFailed = () =>
  new AwsError('PreconditionFailed', 'At least one of the preconditions did not hold', 412);
