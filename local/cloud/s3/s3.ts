import type { CloudResponse, CloudService } from '../service.ts';
import { AwsError } from '../service.ts';
import { answerError } from './answer-error.ts';
import type { Bucket } from './bucket.ts';
import { deleteObject } from './delete-object.ts';
import { getObject } from './get-object.ts';
import { headObject } from './head-object.ts';
import { checkKey } from './key.ts';
import { listObjects } from './listing/list-objects.ts';
import { abortUpload } from './multipart/abort-upload.ts';
import { completeUpload } from './multipart/complete-upload.ts';
import { createUpload } from './multipart/create-upload.ts';
import { listParts } from './multipart/list-parts.ts';
import { listUploads } from './multipart/list-uploads.ts';
import { uploadPart } from './multipart/upload-part.ts';
import { prepareBucket } from './prepare-bucket.ts';
import { putObject } from './put-object.ts';
import { readTarget } from './read-target.ts';
import type { S3Request } from './s3-request.ts';

type Operation = (bucket: Bucket, request: S3Request) => CloudResponse | Promise<CloudResponse>;

const operations = new Map<string, Operation>([
  ['PUT object', putObject],
  ['GET object', getObject],
  ['HEAD object', headObject],
  ['DELETE object', deleteObject],
  ['GET bucket list', listObjects],
  ['GET bucket uploads', listUploads],
  ['POST object uploads', createUpload],
  ['PUT object upload', uploadPart],
  ['GET object upload', listParts],
  ['POST object upload', completeUpload],
  ['DELETE object upload', abortUpload],
]);

/**
 * S3 with path-style addresses over one folder. The folder is the only truth: an ETag is derived
 * from the file, and no metadata is kept. What is not built answers 501 `NotImplemented`.
 */
export function s3(bucket: Bucket): CloudService {
  prepareBucket(bucket);
  return async ({ method, url, headers, body }) => {
    try {
      const { bucketName, key, kind } = readTarget(url, headers);
      if (bucketName !== bucket.name) throw new AwsError('NoSuchBucket', bucketName, 404);
      if (key !== '') checkKey(key);
      const operation = operations.get(`${method} ${kind}`);
      if (!operation) throw new AwsError('NotImplemented', `${method} ${kind}`, 501);
      return await operation(bucket, { key, query: url.searchParams, headers, body });
    } catch (error) {
      return answerError(method, error);
    }
  };
}
