import { open } from 'node:fs/promises';
import { verify } from '../body/checked-content.ts';
import { declaredChecks } from '../body/declared-checks.ts';
import type { Bucket } from '../bucket.ts';
import { type Incoming, writeIncoming } from '../incoming.ts';
import type { S3Request } from '../s3-request.ts';
import type { Part } from './parts.ts';
import { asClosed } from './upload.ts';

/**
 * The parts as one file that is no object yet. Throws BadDigest where it does not have the checksum
 * that the client declares of the whole (S8).
 */
export async function joinParts(
  bucket: Bucket,
  parts: Part[],
  headers: S3Request['headers'],
): Promise<Incoming> {
  try {
    return await writeIncoming(bucket, checkedWhole(parts, headers));
  } catch (error) {
    throw asClosed(error);
  }
}

async function* checkedWhole(parts: Part[], headers: S3Request['headers']): AsyncGenerator<Buffer> {
  const checks = declaredChecks(headers);
  for await (const run of contentOf(parts)) {
    for (const { digest } of checks) digest.update(run);
    yield run;
  }
  for (const check of checks) verify(check, new Map());
}

/** One buffer for all of it: each run of bytes is written before the next is read. */
async function* contentOf(parts: Part[]): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafe(2 * 1024 ** 2);
  for (const { file } of parts) {
    await using part = await open(file);
    for (;;) {
      const { bytesRead } = await part.read(buffer);
      if (bytesRead === 0) break;
      yield buffer.subarray(0, bytesRead);
    }
  }
}
