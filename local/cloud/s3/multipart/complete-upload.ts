import { rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import { AwsError, type CloudResponse, readBody } from '../../service.ts';
import { declaredChecksums } from '../body/checksums.ts';
import { type IncomingFile, writeIncoming } from '../body/incoming.ts';
import { verifyChecksum } from '../body/receive.ts';
import { type Bucket, objectFile, type S3Request, sameEtag } from '../bucket.ts';
import { readWriteCondition, storeObject } from '../write-object.ts';
import { answerXml, malformedXml, parseXml } from '../xml.ts';
import { asNoSuchUpload, findPart, findUpload, type Part, removeUpload } from './upload.ts';

/**
 * CompleteMultipartUpload: the parts become one file and appear at once. Killed in between, the
 * upload is still open with all its parts, so that it can be completed again. An upload that was
 * aborted or sent another part meanwhile is refused as if it had been so before.
 */
export async function completeUpload(bucket: Bucket, request: S3Request): Promise<CloudResponse> {
  const { key, query, headers } = request;
  const condition = readWriteCondition(headers);
  const choose = (wanted: RequestedPart[]) => {
    const upload = findUpload(bucket, query.get('uploadId') ?? '', key);
    return { upload, parts: selectParts(wanted, (number) => findPart(upload, number)) };
  };
  const wanted = readRequestedParts(await readBody(request.body));
  const chosen = choose(wanted).parts;
  checkSize(chosen, headers['x-amz-mp-object-size']);
  const whole = await concatenateParts(bucket, chosen, headers);
  const { upload } = removingOnError(whole, () => choose(wanted));
  storeObject(whole, objectFile(bucket, key), condition);
  removeUpload(upload);
  return answerXml(200, {
    CompleteMultipartUploadResult: { Bucket: bucket.name, Key: key, ETag: whole.etag },
  });
}

function removingOnError<Result>({ file }: IncomingFile, check: () => Result): Result {
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

/** S3's smallest size of every part but the last. */
const SMALLEST_PART_BYTES = 5 * 1024 ** 2;

/**
 * Picks the parts that make the object. Throws InvalidPartOrder, InvalidPart where one has not
 * arrived with that ETag, and EntityTooSmall where one before the last is below 5 MiB.
 */
function selectParts(
  wanted: RequestedPart[],
  arrived: (partNumber: number) => Part | undefined,
): Part[] {
  if (wanted.some(({ partNumber }, i) => partNumber <= (wanted[i - 1]?.partNumber ?? 0)))
    throw new AwsError('InvalidPartOrder', 'The list of parts was not in ascending order.');
  const parts = wanted.map(({ partNumber, etag }) => {
    const part = arrived(partNumber);
    if (part && sameEtag(part.etag, etag)) return part;
    throw new AwsError('InvalidPart', `part ${partNumber} has not arrived with that ETag`);
  });
  const small = parts.slice(0, -1).find(({ bytes }) => bytes < SMALLEST_PART_BYTES);
  if (small) throw new AwsError('EntityTooSmall', `part ${small.partNumber} is below 5 MiB`);
  return parts;
}

/** A part as CompleteMultipartUpload names it. */
type RequestedPart = { partNumber: number; etag: string };

const PartElement = z.object({ PartNumber: z.coerce.number().int(), ETag: z.string() });
const Body = z.object({
  CompleteMultipartUpload: z.object({ Part: z.union([z.array(PartElement), PartElement]) }),
});

/** Reads the list of parts, as many as there are. Throws MalformedXML, also for an empty list. */
function readRequestedParts(body: Buffer): RequestedPart[] {
  const checked = Body.safeParse(parseXml(body));
  if (!checked.success) throw malformedXml();
  const parts = [checked.data.CompleteMultipartUpload.Part].flat();
  return parts.map(({ PartNumber, ETag }) => ({ partNumber: PartNumber, etag: ETag }));
}

/**
 * The parts as one file that is no object yet. Throws BadDigest where it does not have the checksum
 * that the client declares of the whole (S8).
 */
async function concatenateParts(
  bucket: Bucket,
  parts: Part[],
  headers: S3Request['headers'],
): Promise<IncomingFile> {
  try {
    return await writeIncoming(bucket, checkedWhole(parts, headers));
  } catch (error) {
    throw asNoSuchUpload(error);
  }
}

async function* checkedWhole(parts: Part[], headers: S3Request['headers']): AsyncGenerator<Buffer> {
  const checks = declaredChecksums(headers);
  for await (const run of contentOf(parts)) {
    for (const { digest } of checks) digest.update(run);
    yield run;
  }
  for (const check of checks) verifyChecksum(check, new Map());
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
