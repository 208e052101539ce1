import type { Bucket } from '../bucket.ts';
import { type Incoming, writeIncoming } from '../incoming.ts';
import type { S3Request } from '../s3-request.ts';
import { checkedContent } from './checked-content.ts';
import { declaredChecks } from './declared-checks.ts';

/** A body that arrived as its client declared it. */
export type Received = Incoming & {
  /** The checksums that were declared and held, as headers of the answer. */
  checksums: Record<string, string>;
};

/**
 * Takes the body of a write into a file that is not an object yet. Throws BadDigest where a declared
 * checksum, and IncompleteBody where a declared length does not hold; no file is left then.
 */
export async function receive(bucket: Bucket, request: S3Request): Promise<Received> {
  const checks = declaredChecks(request.headers);
  const incoming = await writeIncoming(bucket, checkedContent(request, checks));
  const held = checks.filter(({ header }) => header.startsWith('x-amz-checksum-'));
  return {
    ...incoming,
    checksums: Object.fromEntries(held.map(({ header, digest }) => [header, digest.base64()])),
  };
}
