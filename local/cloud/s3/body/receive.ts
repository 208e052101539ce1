import type { Readable } from 'node:stream';
import { AwsError, type CloudRequest } from '../../service.ts';
import type { Bucket, S3Request } from '../bucket.ts';
import { decodeChunks, type Trailers } from './aws-chunked.ts';
import { type DeclaredChecksum, declaredChecksums, verifyChecksum } from './checksums.ts';
import { type IncomingFile, writeIncoming } from './incoming.ts';

/** A body with the length and checksums that its client declared. */
type ReceivedFile = IncomingFile & {
  /** The declared checksums, as headers of the answer. */
  checksums: Record<string, string>;
};

/**
 * Receives the body of a write into a file that is not an object yet. Leaves no file and throws BadDigest
 * if a declared checksum, IncompleteBody if a declared length does not match.
 */
export async function receiveBody(bucket: Bucket, request: S3Request): Promise<ReceivedFile> {
  const checks = declaredChecksums(request.headers);
  const incoming = await writeIncoming(bucket, checkedContent(request, checks));
  const verified = checks.filter(({ header }) => header.startsWith('x-amz-checksum-'));
  return {
    ...incoming,
    checksums: Object.fromEntries(verified.map(({ header, digest }) => [header, digest.base64()])),
  };
}

/** The decoded content of a body; ends in an error unless length and checksums match. */
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

/** The stream stays open when its content is invalid, so that its socket can still send the answer. */
async function* buffers(body: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of body.iterator({ destroyOnReturn: false }))
    yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
}

function isAwsChunked(headers: CloudRequest['headers']): boolean {
  const { 'content-encoding': encoding = '', 'x-amz-content-sha256': payload = '' } = headers;
  return encoding.includes('aws-chunked') || payload.startsWith('STREAMING-');
}
