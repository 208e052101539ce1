import type { CloudResponse } from '../../service.ts';
import type { Bucket } from '../bucket.ts';
import type { S3Request } from '../s3-request.ts';
import { answerXml } from '../xml.ts';
import { arrivedParts } from './parts.ts';
import { findUpload } from './upload.ts';

const PARTS_PER_PAGE = 1000;

/** ListParts, by number, 1,000 a page. */
export function listParts(bucket: Bucket, { key, query }: S3Request): CloudResponse {
  const uploadId = query.get('uploadId') ?? '';
  const marker = Number(query.get('part-number-marker') ?? 0);
  const parts = arrivedParts(findUpload(bucket, uploadId, key));
  const rest = parts.filter(({ partNumber }) => partNumber > marker);
  const next = rest.length > PARTS_PER_PAGE ? rest[PARTS_PER_PAGE - 1] : undefined;
  return answerXml(200, {
    ListPartsResult: {
      Bucket: bucket.name,
      Key: key,
      UploadId: uploadId,
      IsTruncated: next !== undefined,
      NextPartNumberMarker: next?.partNumber,
      Part: rest.slice(0, PARTS_PER_PAGE).map(({ partNumber, bytes, etag }) => {
        return { PartNumber: partNumber, Size: bytes, ETag: etag };
      }),
    },
  });
}
