import type { PutCondition, UploadedPart, WholeObject } from '../../storage.ts';
import { AwsError, isAwsError, NoAnswer } from '../wire/aws-error.ts';
import { passes } from '../wire/patiently.ts';
import { conditionHeader } from './objects.ts';
import { completionRefusalIn } from './refusal.ts';
import type { S3 } from './s3.ts';
import { escapeXml } from './xml.ts';

export type Completion = {
  key: string;
  uploadId: string;
  parts: UploadedPart[];
  whole: WholeObject | undefined;
  condition: PutCondition | undefined;
};

/**
 * Makes the parts an object; `refused` where the condition did not hold. A completion that failed may
 * have come through all the same, and S3 then knows the upload no more: so before another try, and
 * before its failure is believed, the object is compared with what it is to be (S4, S7).
 */
export async function completeUpload(
  completion: Completion,
  s3: S3,
): Promise<'stored' | 'refused'> {
  let isAmbiguous = false;
  return s3.patiently(async () => {
    try {
      await sendCompletion(completion, s3);
      return 'stored';
    } catch (error) {
      isAmbiguous ||= passes(error);
      if (isAmbiguous && (await isThere(completion, s3))) return 'stored';
      if (isAwsError(error, 'PreconditionFailed', 'NoSuchKey')) return 'refused';
      throw error;
    }
  });
}

const sendCompletion = (completion: Completion, s3: S3) => {
  const { key, uploadId, parts, whole, condition } = completion;
  return s3.send({
    ...{ operation: 'CompleteMultipartUpload', method: 'POST', key, query: { uploadId } },
    headers: {
      ...conditionHeader(condition),
      ...(whole && {
        'x-amz-checksum-crc32c': whole.crc32c,
        'x-amz-checksum-type': 'FULL_OBJECT',
        'x-amz-mp-object-size': String(whole.bytes),
      }),
    },
    body: Buffer.from(
      `<CompleteMultipartUpload>${parts.map(inXml).join('')}</CompleteMultipartUpload>`,
    ),
    refusalIn: completionRefusalIn,
  });
};

const inXml = ({ partNumber, etag, crc32c }: UploadedPart): string =>
  [
    `<Part><PartNumber>${partNumber}</PartNumber><ETag>${escapeXml(etag)}</ETag>`,
    ...(crc32c === undefined ? [] : [`<ChecksumCRC32C>${crc32c}</ChecksumCRC32C>`]),
    '</Part>',
  ].join('');

/** Whether the object is what the upload was to make, by its size and its checksum. */
async function isThere({ key, whole }: Completion, s3: S3): Promise<boolean> {
  if (!whole) return false;
  const headers = { 'x-amz-checksum-mode': 'ENABLED' };
  const found = await s3
    .send({ operation: 'HeadObject', method: 'HEAD', key, headers })
    .catch(nothingIfUnseen);
  return (
    found?.headers['content-length'] === String(whole.bytes) &&
    found.headers['x-amz-checksum-crc32c'] === whole.crc32c
  );
}

/** What cannot be seen proves nothing, and the completion's own error tells more. */
function nothingIfUnseen(error: unknown): undefined {
  if (!(error instanceof AwsError || error instanceof NoAnswer)) throw error;
}
