import { rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import { AwsError, type CloudResponse, readBody } from '../../service.ts';
import { declaredChecksums, verifyChecksum } from '../body/checksums.ts';
import { type IncomingFile, writeIncoming } from '../body/incoming.ts';
import { type Bucket, objectFile, type S3Request, sameEtag } from '../bucket.ts';
import { readWriteCondition, storeObject } from '../write-object.ts';
import { answerXml, malformedXml, parseXml } from '../xml.ts';
import { asNoSuchUpload, findPart, findUpload, type Part, removeUpload } from './upload.ts';

/**
 * CompleteMultipartUpload: concatenates the parts into one file, which appears in one step. If the
 * process is killed before, the upload stays open with all its parts and can be completed again. The
 * parts are checked once more after the concatenation, because the client may abort the upload or send
 * a part meanwhile.
 */
export async function completeUpload(bucket: Bucket, request: S3Request): Promise<CloudResponse> {
  const { key, query, headers } = request;
  const condition = readWriteCondition(headers);
  const requested = readRequestedParts(await readBody(request.body));
  const select = () => {
    const upload = findUpload(bucket, query.get('uploadId') ?? '', key);
    return { upload, parts: selectParts(requested, (number) => findPart(upload, number)) };
  };
  const { parts } = select();
  checkSize(parts, headers['x-amz-mp-object-size']);
  const whole = await concatenateParts(bucket, parts, headers);
  const { upload } = removingOnError(whole, select);
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

/** Throws InvalidRequest if the parts together do not have the size that the client declares. */
function checkSize(parts: Part[], declared: string | undefined): void {
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  if (declared !== undefined && Number(declared) !== bytes)
    throw new AwsError('InvalidRequest', `declared ${declared} bytes, the parts have ${bytes}`);
}

/** S3's minimum for every part but the last. */
const MIN_PART_BYTES = 5 * 1024 ** 2;

/**
 * The uploaded parts that the client lists. Throws InvalidPartOrder, InvalidPart if one was not uploaded
 * with that ETag, and EntityTooSmall if one before the last is below 5 MiB.
 */
function selectParts(
  requested: RequestedPart[],
  find: (partNumber: number) => Part | undefined,
): Part[] {
  if (requested.some(({ partNumber }, i) => partNumber <= (requested[i - 1]?.partNumber ?? 0)))
    throw new AwsError('InvalidPartOrder', 'The list of parts was not in ascending order.');
  const parts = requested.map(({ partNumber, etag }) => {
    const part = find(partNumber);
    if (part && sameEtag(part.etag, etag)) return part;
    throw new AwsError('InvalidPart', `part ${partNumber} was not uploaded with that ETag`);
  });
  const small = parts.slice(0, -1).find(({ bytes }) => bytes < MIN_PART_BYTES);
  if (small) throw new AwsError('EntityTooSmall', `part ${small.partNumber} is below 5 MiB`);
  return parts;
}

/** A part as CompleteMultipartUpload names it. */
type RequestedPart = { partNumber: number; etag: string };

const PartElement = z.object({ PartNumber: z.coerce.number().int(), ETag: z.string() });
const Body = z.object({
  CompleteMultipartUpload: z.object({ Part: z.union([z.array(PartElement), PartElement]) }),
});

/** Reads the list of parts. Throws MalformedXML, also for an empty list. */
function readRequestedParts(body: Buffer): RequestedPart[] {
  const checked = Body.safeParse(parseXml(body));
  if (!checked.success) throw malformedXml();
  const parts = [checked.data.CompleteMultipartUpload.Part].flat();
  return parts.map(({ PartNumber, ETag }) => ({ partNumber: PartNumber, etag: ETag }));
}

/**
 * The parts as one file that is not an object yet. Throws BadDigest if it does not have the checksum
 * that the client declares for the whole object.
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

/** All reads use one buffer: the consumer writes it before the next read. */
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
