import { AwsError, type CloudResponse } from '../../service.ts';
import type { Bucket, S3Request } from '../bucket.ts';
import { compareUtf8 } from '../listing/walk.ts';
import { answerXml } from '../xml.ts';
import { findUpload, openUploads, type Upload, uploadedParts } from './upload.ts';

const PAGE = 1000;
const KNOWN = ['uploads', 'prefix', 'key-marker', 'upload-id-marker', 'x-id'];

/** ListMultipartUploads below a prefix, in the order of key and id, 1,000 a page. */
export function listUploads(bucket: Bucket, { query }: S3Request): CloudResponse {
  const unknown = [...query.keys()].find((name) => !KNOWN.includes(name));
  if (unknown) throw new AwsError('NotImplemented', unknown, 501);
  const uploads = openUploads(bucket)
    .filter(({ key }) => key.startsWith(query.get('prefix') ?? ''))
    .filter(isAfter(query.get('key-marker'), query.get('upload-id-marker')))
    .sort(
      (one, other) => compareUtf8(one.key, other.key) || (one.uploadId < other.uploadId ? -1 : 1),
    );
  const next = uploads.length > PAGE ? uploads[PAGE - 1] : undefined;
  return answerXml(200, {
    ListMultipartUploadsResult: {
      Bucket: bucket.name,
      IsTruncated: next !== undefined,
      NextKeyMarker: next?.key,
      NextUploadIdMarker: next?.uploadId,
      Upload: uploads.slice(0, PAGE).map(describeUpload),
    },
  });
}

function isAfter(keyMarker: string | null, idMarker: string | null) {
  return ({ key, uploadId }: Upload): boolean => {
    if (keyMarker === null) return true;
    const order = compareUtf8(key, keyMarker);
    return order > 0 || (order === 0 && idMarker !== null && uploadId > idMarker);
  };
}

const describeUpload = ({ key, uploadId, initiated }: Upload) => ({
  Key: key,
  UploadId: uploadId,
  Initiated: initiated,
});

/** ListParts, in the order of their numbers, 1,000 a page. */
export function listParts(bucket: Bucket, { key, query }: S3Request): CloudResponse {
  const uploadId = query.get('uploadId') ?? '';
  const marker = Number(query.get('part-number-marker') ?? 0);
  const parts = uploadedParts(findUpload(bucket, uploadId, key));
  const rest = parts.filter(({ partNumber }) => partNumber > marker);
  const next = rest.length > PAGE ? rest[PAGE - 1] : undefined;
  return answerXml(200, {
    ListPartsResult: {
      Bucket: bucket.name,
      Key: key,
      UploadId: uploadId,
      IsTruncated: next !== undefined,
      NextPartNumberMarker: next?.partNumber,
      Part: rest.slice(0, PAGE).map(({ partNumber, bytes, etag }) => {
        return { PartNumber: partNumber, Size: bytes, ETag: etag };
      }),
    },
  });
}
