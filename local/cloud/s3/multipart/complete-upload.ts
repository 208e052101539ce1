import { rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { readBody } from '../../read-body.ts';
import type { CloudResponse } from '../../service.ts';
import type { Bucket } from '../bucket.ts';
import { commit } from '../commit.ts';
import { readCondition } from '../condition.ts';
import { type Incoming, writeIncoming } from '../incoming.ts';
import { objectFile } from '../key.ts';
import type { S3Request } from '../s3-request.ts';
import { answerXml } from '../xml.ts';
import { chooseParts } from './choose-parts.ts';
import { findPart, type Part } from './parts.ts';
import { readWantedParts, type WantedPart } from './read-wanted-parts.ts';
import { asClosed, closeUpload, findUpload } from './upload.ts';

/**
 * CompleteMultipartUpload: the parts become one file and appear at once. Killed in between, the
 * upload is still open with all its parts, so that it can be completed again. An upload that was
 * aborted or sent another part meanwhile is refused as if it had been so before.
 */
export async function completeUpload(bucket: Bucket, request: S3Request): Promise<CloudResponse> {
  const { key, query, headers } = request;
  const condition = readCondition(headers);
  const choose = (wanted: WantedPart[]) => {
    const upload = findUpload(bucket, query.get('uploadId') ?? '', key);
    return { upload, parts: chooseParts(wanted, (number) => findPart(upload, number)) };
  };
  const wanted = readWantedParts(await readBody(request.body));
  const whole = await join(bucket, choose(wanted).parts);
  const { upload } = removingOnError(whole, () => choose(wanted));
  commit(whole, objectFile(bucket, key), condition);
  closeUpload(upload);
  return answerXml(200, {
    CompleteMultipartUploadResult: { Bucket: bucket.name, Key: key, ETag: whole.etag },
  });
}

function removingOnError<Result>({ file }: Incoming, check: () => Result): Result {
  try {
    return check();
  } catch (error) {
    rmSync(file);
    throw error;
  }
}

async function join(bucket: Bucket, parts: Part[]): Promise<Incoming> {
  try {
    return await writeIncoming(bucket, contentOf(parts));
  } catch (error) {
    throw asClosed(error);
  }
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
