import type { UploadedPart } from '../../lambdas/lake/storage.ts';
import type { Part } from './memory-uploads.ts';
import { s3Error } from './s3-error.ts';

type Upload = { key: string; parts: ReadonlyMap<number, Part> };

/** The parts that a completion names, refused for what S3 refuses. */
export function partsNamed(named: UploadedPart[], upload: Upload, minPartBytes: number): Part[] {
  if (named.length === 0) throw s3Error('MalformedXML', 'no parts');
  return named.map(({ partNumber, etag }, i) => {
    const part = upload.parts.get(partNumber);
    if (part?.etag !== etag) throw s3Error('InvalidPart', `part ${partNumber}`);
    const next = named[i + 1];
    if (next && next.partNumber <= partNumber) throw s3Error('InvalidPartOrder', upload.key);
    if (next && part.body.length < minPartBytes) throw s3Error('EntityTooSmall', `${partNumber}`);
    return part;
  });
}
