import {
  type BigIntStats,
  closeSync,
  createReadStream,
  fstatSync,
  openSync,
  readSync,
} from 'node:fs';
import { Readable } from 'node:stream';
import { isFileError } from '../file-error.ts';
import type { CloudResponse } from '../service.ts';
import { AwsError } from '../service.ts';
import type { Bucket } from './bucket.ts';
import { objectFile } from './key.ts';
import { objectHeaders } from './object-headers.ts';
import { type Range, readRange } from './read-range.ts';
import type { S3Request } from './s3-request.ts';
import { noSuchKey } from './stat-object.ts';

/** Up to here, reading at once is quicker than a stream. */
const SMALL_BYTES = 256 * 1024;

/**
 * GetObject, with `Range`. The file is opened once, so headers and bytes belong to the same version
 * also where the object is overwritten meanwhile.
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

/** A stream of the bytes, which closes the file; the SDK reads an object only from a stream. */
function read(descriptor: number, { start, end }: Range): Readable {
  const length = end - start + 1;
  if (length > SMALL_BYTES)
    return createReadStream('', { fd: descriptor, start, end, highWaterMark: SMALL_BYTES });
  const bytes = Buffer.allocUnsafe(length);
  readSync(descriptor, bytes, 0, length, start);
  closeSync(descriptor);
  return Readable.from([bytes], { objectMode: false });
}
