import type { Uploaded } from '../../lake/checkpoint-records.ts';
import type { Storage } from '../../lake/storage.ts';
import { combineCrc32c, crc32c, crc32cBase64 } from '../../ndjson/crc32c.ts';

export const nothingUploaded: Uploaded = { uploadId: null, parts: [], bytes: 0, crc32c: 0 };

/** One object's upload, part by part. */
export type Uploader = {
  /** Uploads a part; the first one creates the upload. The bytes must not change until this has resolved. */
  add(part: Buffer): Promise<void>;
  /** Uploads the last part, if any, and makes the object; without other parts in one put. */
  complete(last: Buffer): Promise<{ bytes: number; crc32c: number }>;
  /** Uploads the last part, if any; {@link completeUploaded} makes the object. */
  close(last: Buffer): Promise<Uploaded>;
  abort(): Promise<void>;
  uploaded(): Uploaded;
};

export function uploader(key: string, before: Uploaded, storage: Storage): Uploader {
  let uploaded = before;
  const add = async (part: Buffer) => {
    const crc = crc32c(part, 0);
    const uploadId = uploaded.uploadId ?? (await storage.createUpload(key));
    uploaded = { ...uploaded, uploadId };
    const partNumber = uploaded.parts.length + 1;
    const checksum = crc32cBase64(crc);
    const { etag } = await storage.uploadPart(key, uploadId, partNumber, part, checksum);
    uploaded = {
      uploadId,
      parts: [...uploaded.parts, { partNumber, etag, crc32c: checksum }],
      bytes: uploaded.bytes + part.length,
      crc32c: combineCrc32c(uploaded.crc32c, crc, part.length),
    };
  };
  const close = async (last: Buffer) => {
    if (last.length > 0) await add(last);
    return uploaded;
  };
  return {
    add,
    close,
    async complete(last) {
      if (uploaded.uploadId === null) return putWhole(key, last, storage);
      await close(last);
      return completeUploaded(key, uploaded, storage);
    },
    abort: () => abortUploaded(key, uploaded, storage),
    uploaded: () => uploaded,
  };
}

/** Makes the object of all parts; S3 checks its size and CRC-32C. */
export async function completeUploaded(
  key: string,
  { uploadId, parts, bytes, crc32c: crc }: Uploaded,
  storage: Storage,
): Promise<{ bytes: number; crc32c: number }> {
  if (uploadId !== null)
    await storage.completeUpload(key, uploadId, parts, { bytes, crc32c: crc32cBase64(crc) });
  return { bytes, crc32c: crc };
}

/** Aborts the upload, if there is one. */
export async function abortUploaded(
  key: string,
  { uploadId }: Uploaded,
  storage: Storage,
): Promise<void> {
  if (uploadId !== null) await storage.abortUpload(key, uploadId);
}

async function putWhole(key: string, body: Buffer, storage: Storage) {
  const crc = crc32c(body, 0);
  await storage.put(key, body, undefined, crc32cBase64(crc));
  return { bytes: body.length, crc32c: crc };
}
