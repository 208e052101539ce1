import {
  type BigIntStats,
  closeSync,
  createReadStream,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
} from 'node:fs';
import { Readable } from 'node:stream';
import { isFileError } from '../files.ts';
import { AwsError, type CloudResponse } from '../service.ts';
import { digests } from './body/checksums.ts';
import {
  type Bucket,
  etagOf,
  noSuchKey,
  objectFile,
  type S3Request,
  statObject,
} from './bucket.ts';

/** Up to this size, one synchronous read is faster than a stream. */
const SMALL_BYTES = 256 * 1024;

/**
 * GetObject, with `Range`. It opens the file once, so headers and bytes are of the same version even if
 * the object is overwritten meanwhile.
 */
export function getObject(bucket: Bucket, { key, headers }: S3Request): CloudResponse {
  const descriptor = open(objectFile(bucket, key));
  try {
    const stat = fstatSync(descriptor, { bigint: true });
    if (!stat.isFile()) throw noSuchKey();
    return answer(descriptor, stat, readRange(headers.range, Number(stat.size)));
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function open(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (error) {
    throw isFileError(error, 'ENOENT', 'ENOTDIR') ? noSuchKey() : error;
  }
}

function answer(descriptor: number, stat: BigIntStats, range: ReturnType<typeof readRange>) {
  if (range === 'unsatisfiable')
    throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
  const size = Number(stat.size);
  const { start, end } = range === 'whole' ? { start: 0, end: size - 1 } : range;
  const headers = objectHeaders(stat);
  headers['content-length'] = String(end - start + 1);
  if (range !== 'whole') headers['content-range'] = `bytes ${start}-${end}/${size}`;
  const body = read(descriptor, { start, end });
  return { status: range === 'whole' ? 200 : 206, headers, body };
}

/** A stream of the bytes, which closes the file. The SDK reads an object only from a stream. */
function read(descriptor: number, { start, end }: Range): Readable {
  const length = end - start + 1;
  if (length > SMALL_BYTES)
    return createReadStream('', { fd: descriptor, start, end, highWaterMark: SMALL_BYTES });
  const bytes = Buffer.allocUnsafe(length);
  readSync(descriptor, bytes, 0, length, start);
  closeSync(descriptor);
  return Readable.from([bytes], { objectMode: false });
}

/** HeadObject. No checksum is stored: if the client asks for it, it is computed from the file. */
export function headObject(bucket: Bucket, request: S3Request): CloudResponse {
  const file = objectFile(bucket, request.key);
  const stat = statObject(file);
  if (!stat) throw noSuchKey();
  const headers = { ...objectHeaders(stat), 'content-length': String(stat.size) };
  const withChecksum = request.headers['x-amz-checksum-mode'] === 'ENABLED';
  const checksum = withChecksum ? checksumOf(file) : {};
  return { status: 200, headers: { ...headers, ...checksum }, body: Buffer.alloc(0) };
}

function checksumOf(file: string): Record<string, string> {
  const header = 'x-amz-checksum-crc32c';
  const digest = digests[header]();
  digest.update(readFileSync(file));
  return { [header]: digest.base64(), 'x-amz-checksum-type': 'FULL_OBJECT' };
}

/** The headers of GET and HEAD. The media type that was put is not stored. */
const objectHeaders = (stat: BigIntStats): Record<string, string> => ({
  'accept-ranges': 'bytes',
  'content-type': 'application/octet-stream',
  etag: etagOf(stat),
  'last-modified': stat.mtime.toUTCString(),
});

/** First and last byte, inclusive. */
type Range = { start: number; end: number };

/**
 * The bytes that a `Range` header asks for. A header that is not one range of bytes is ignored (RFC 9110
 * §14.2); a range outside of the object is `unsatisfiable`.
 */
export function readRange(
  header: string | undefined,
  size: number,
): Range | 'whole' | 'unsatisfiable' {
  const match = /^bytes=(?:(?<start>\d+)-(?<end>\d*)|-(?<suffix>\d+))$/.exec(header ?? '');
  if (!match?.groups) return 'whole';
  const { start, end, suffix } = match.groups;
  const first = start === undefined ? Math.max(0, size - Number(suffix)) : Number(start);
  const last = Math.min(size - 1, end ? Number(end) : size - 1);
  if (end && Number(end) < first) return 'whole';
  return first > last ? 'unsatisfiable' : { start: first, end: last };
}
