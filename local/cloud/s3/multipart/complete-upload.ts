import { rmSync } from 'node:fs';
import { readBody } from '../../read-body.ts';
import type { CloudResponse } from '../../service.ts';
import { AwsError } from '../../service.ts';
import type { Bucket } from '../bucket.ts';
import { commit } from '../commit.ts';
import { readCondition } from '../condition.ts';
import type { Incoming } from '../incoming.ts';
import { objectFile } from '../key.ts';
import type { S3Request } from '../s3-request.ts';
import { answerXml } from '../xml.ts';
import { chooseParts } from './choose-parts.ts';
import { joinParts } from './join-parts.ts';
import { findPart, type Part } from './parts.ts';
import { readWantedParts, type WantedPart } from './read-wanted-parts.ts';
import { closeUpload, findUpload } from './upload.ts';

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
  const chosen = choose(wanted).parts;
  checkSize(chosen, headers['x-amz-mp-object-size']);
  const whole = await joinParts(bucket, chosen, headers);
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

/** Throws InvalidRequest where the parts are not of the size that the client declares of them all. */
function checkSize(parts: Part[], declared: string | undefined): void {
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  if (declared !== undefined && Number(declared) !== bytes)
    throw new AwsError('InvalidRequest', `declared ${declared} bytes, the parts have ${bytes}`);
}
