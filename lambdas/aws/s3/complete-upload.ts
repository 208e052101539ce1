import { CompleteMultipartUploadCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import type { PutCondition, UploadedPart, WholeObject } from '../../lake/storage.ts';
import { isNamed } from '../aws-error.ts';
import { passes } from '../transient-errors.ts';
import { conditionOf, etagOf } from './put-data.ts';
import type { Bucket } from './s3-storage.ts';

export type Completion = {
  key: string;
  uploadId: string;
  parts: UploadedPart[];
  whole: WholeObject;
  condition: PutCondition | undefined;
};

/**
 * Makes the parts an object; `refused` where the condition did not hold. A completion that failed may
 * have come through all the same, and S3 then knows the upload no more: so before another attempt, and
 * before its failure is believed, the object is compared with what it is to be (S4, S7).
 */
export async function completeUpload(
  completion: Completion,
  bucket: Bucket,
): Promise<'stored' | 'refused'> {
  let isAmbiguous = false;
  return bucket.call('CompleteMultipartUpload', async () => {
    try {
      await completeOnce(completion, bucket);
      return 'stored';
    } catch (error) {
      isAmbiguous ||= passes(error);
      if (isAmbiguous && (await isThere(completion, bucket))) return 'stored';
      if (isNamed(error, 'PreconditionFailed', 'NoSuchKey')) return 'refused';
      throw error;
    }
  });
}

async function completeOnce(completion: Completion, { client, name }: Bucket) {
  const { key, uploadId, parts, whole, condition } = completion;
  const upload = {
    ...{ Bucket: name, Key: key, UploadId: uploadId, ...conditionOf(condition) },
    MultipartUpload: { Parts: parts.map(partOf) },
    ...{ ChecksumCRC32C: whole.crc32c, ChecksumType: 'FULL_OBJECT' as const },
    MpuObjectSize: whole.bytes,
  };
  return etagOf((await client.send(new CompleteMultipartUploadCommand(upload))).ETag);
}

const partOf = ({ partNumber, etag, crc32c }: UploadedPart) => ({
  PartNumber: partNumber,
  ETag: etag,
  ChecksumCRC32C: crc32c,
});

/**
 * Whether the object is what the upload was to make, by its size and its checksum. One that is not there, or
 * may not be seen, proves nothing, and the completion's own error tells more; but a look that failed for a
 * reason that passes is made again, with the completion.
 */
async function isThere({ key, whole }: Completion, { client, name }: Bucket): Promise<boolean> {
  const head = new HeadObjectCommand({ Bucket: name, Key: key, ChecksumMode: 'ENABLED' });
  const found = await client.send(head).catch((error: unknown) => {
    if (passes(error)) throw error;
  });
  return found?.ContentLength === whole.bytes && found.ChecksumCRC32C === whole.crc32c;
}
