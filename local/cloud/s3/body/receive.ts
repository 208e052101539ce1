import type { Readable } from 'node:stream';
import { AwsError, type CloudRequest } from '../../service.ts';
import type { Bucket, S3Request } from '../bucket.ts';
import { decodeChunks, type Trailers } from './aws-chunked.ts';
import { type DeclaredChecksum, declaredChecksums } from './checksums.ts';
import { type IncomingFile, writeIncoming } from './incoming.ts';

/** A body that arrived as its client declared it. */
type ReceivedFile = IncomingFile & {
  /** The checksums that were declared and held, as headers of the answer. */
  checksums: Record<string, string>;
};

/**
 * Takes the body of a write into a file that is not an object yet. Throws BadDigest where a declared
 * checksum, and IncompleteBody where a declared length does not hold; no file is left then.
 */
export async function receiveBody(bucket: Bucket, request: S3Request): Promise<ReceivedFile> {
  const checks = declaredChecksums(request.headers);
  const incoming = await writeIncoming(bucket, checkedContent(request, checks));
  const held = checks.filter(({ header }) => header.startsWith('x-amz-checksum-'));
  return {
    ...incoming,
    checksums: Object.fromEntries(held.map(({ header, digest }) => [header, digest.base64()])),
  };
}

/** The content of a body, out of its framing; ends in an error unless it is what was declared. */
export async function* checkedContent(
  { headers, body }: Pick<S3Request, 'headers' | 'body'>,
  checks: DeclaredChecksum[],
): AsyncGenerator<Buffer> {
  const framed = isAwsChunked(headers);
  const trailers: Trailers = new Map();
  let bytes = 0;
  for await (const chunk of framed ? decodeChunks(chunksOf(body), trailers) : chunksOf(body)) {
    bytes += chunk.length;
    for (const { digest } of checks) digest.update(chunk);
    yield chunk;
  }
  const length = headers[framed ? 'x-amz-decoded-content-length' : 'content-length'];
  if (length !== undefined && Number(length) !== bytes)
    throw new AwsError('IncompleteBody', `declared ${length} bytes, received ${bytes}`);
  for (const check of checks) verifyChecksum(check, trailers);
}

function chunksOf(body: CloudRequest['body']): Iterable<Buffer> | AsyncIterable<Buffer> {
  return Buffer.isBuffer(body) ? [body] : buffers(body);
}

/** The stream is left open when its content is refused, so that a socket can still carry the answer. */
async function* buffers(body: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of body.iterator({ destroyOnReturn: false }))
    yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
}

function isAwsChunked(headers: CloudRequest['headers']): boolean {
  const { 'content-encoding': encoding = '', 'x-amz-content-sha256': payload = '' } = headers;
  return encoding.includes('aws-chunked') || payload.startsWith('STREAMING-');
}

/** Throws BadDigest, or MalformedTrailerError where the trailer is not there. */
export function verifyChecksum(
  { header, declared, digest }: DeclaredChecksum,
  trailers: Trailers,
): void {
  const wanted = declared === 'in the trailer' ? trailers.get(header) : declared;
  if (wanted === undefined)
    throw new AwsError('MalformedTrailerError', `the trailer ${header} did not come`);
  if (wanted !== digest.base64())
    throw new AwsError('BadDigest', `the ${header} you specified did not match what we received`);
}
