import { AwsError, type CloudRequest, type CloudResponse, type CloudService } from '../service.ts';
import { type Bucket, checkKey, prepareBucket, type S3Request } from './bucket.ts';
import { listObjects } from './listing/list-objects.ts';
import { completeUpload } from './multipart/complete-upload.ts';
import { listParts, listUploads } from './multipart/list-requests.ts';
import { abortUpload, createUpload, uploadPart } from './multipart/upload-requests.ts';
import { getObject, headObject } from './read-object.ts';
import { deleteObject, putObject } from './write-object.ts';
import { answerError } from './xml.ts';

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
 * S3 with path-style addresses over one folder. It keeps no metadata: an ETag is derived from the file.
 * What is not built answers 501 `NotImplemented`.
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

/** What a request names; `kind` is `object` or `bucket`, followed by the subresource if there is one. */
type Target = { bucketName: string; key: string; kind: string };

/** Headers of features that a folder cannot store or that are not built. */
const UNSUPPORTED = /^x-amz-(copy-source|meta-|tagging|checksum-(sha1|crc64nvme)$)/;

/** Reads `/<bucket>/<key>?<query>`. Throws NotImplemented for a header that it cannot honor. */
function readTarget(url: URL, headers: CloudRequest['headers']): Target {
  const unsupported = Object.keys(headers).find((name) => UNSUPPORTED.test(name));
  if (unsupported) throw new AwsError('NotImplemented', unsupported, 501);
  const path = decode(url.pathname.slice(1));
  const slash = path.indexOf('/');
  const bucketName = slash < 0 ? path : path.slice(0, slash);
  const key = slash < 0 ? '' : path.slice(slash + 1);
  const kind = [key === '' ? 'bucket' : 'object', ...subresource(url.searchParams)].join(' ');
  return { bucketName, key, kind };
}

function subresource(query: URLSearchParams): string[] {
  if (query.has('uploads')) return ['uploads'];
  if (query.has('uploadId')) return ['upload'];
  if (query.get('list-type') === '2') return ['list'];
  return [...query.keys()].filter((name) => name !== 'x-id');
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}
