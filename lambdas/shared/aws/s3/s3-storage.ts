import type { Storage } from '../../storage.ts';
import type { Aws } from '../wire/aws.ts';
import { completeUpload } from './complete-upload.ts';
import { objects } from './objects.ts';
import { s3 } from './s3.ts';
import { uploadLists } from './upload-lists.ts';
import { uploads } from './uploads.ts';

/** Storage over one S3 bucket. */
export function s3Storage(aws: Aws, bucket: string): Storage {
  const calls = s3(aws, bucket);
  return {
    ...objects(calls),
    ...uploads(calls),
    ...uploadLists(calls),
    completeUpload: (key, uploadId, parts, whole, condition) =>
      completeUpload({ key, uploadId, parts, whole, condition }, calls),
  };
}
