import { AwsError } from '../../service.ts';
import type { S3Request } from '../s3-request.ts';
import { type Digest, digests } from './digests.ts';

/** A checksum that the client declared: in a header, or to come in a trailer of that name. */
export type Check = { header: string; declared: string | 'in the trailer'; digest: Digest };

/** Reads what a client declares of its body. Throws NotImplemented for a trailer not known. */
export function declaredChecks(headers: S3Request['headers']): Check[] {
  const trailers = (headers['x-amz-trailer'] ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  const unknown = trailers.find((name) => !Object.hasOwn(digests, name));
  if (unknown) throw new AwsError('NotImplemented', `trailer ${unknown}`, 501);
  return Object.entries(digests).flatMap(([header, digest]) => {
    const declared = trailers.includes(header) ? 'in the trailer' : headers[header];
    return declared === undefined ? [] : [{ header, declared, digest: digest() }];
  });
}
