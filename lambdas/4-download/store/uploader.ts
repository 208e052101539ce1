import type { Uploaded } from '../../lake/open-file.ts';
import type { Storage } from '../../lake/storage.ts';
import { combineCrc32c, crc32c } from '../../ndjson/crc32c.ts';

export const nothingUploaded: Uploaded = { uploadId: null, parts: [], bytes: 0, crc32c: 0 };

/** One object's upload, part by part. */
export type Uploader = {
  /** Opens the upload with its first part. The bytes must stay as they are until it is stored. */
  add(part: Buffer): Promise<void>;
  /** Adds the last part, if there is any of it, and makes the object; in one put where there is no other. */
  complete(last: Buffer): Promise<{ bytes: number; crc32c: number }>;
  /** Adds the last part, if there is any of it, and leaves it to {@link completeUploaded} to make the object. */
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
    const checksum = base64(crc);
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

/** Makes an object of all that an upload has, as S3 checks once more. */
export async function completeUploaded(
  key: string,
  { uploadId, parts, bytes, crc32c: crc }: Uploaded,
  storage: Storage,
): Promise<{ bytes: number; crc32c: number }> {
  if (uploadId !== null)
    await storage.completeUpload(key, uploadId, parts, { bytes, crc32c: base64(crc) });
  return { bytes, crc32c: crc };
}

/** Gives up what was uploaded, if anything was. */
export async function abortUploaded(
  key: string,
  { uploadId }: Uploaded,
  storage: Storage,
): Promise<void> {
  if (uploadId !== null) await storage.abortUpload(key, uploadId);
}

async function putWhole(key: string, body: Buffer, storage: Storage) {
  const crc = crc32c(body, 0);
  await storage.put(key, body, undefined, base64(crc));
  return { bytes: body.length, crc32c: crc };
}

/** A CRC-32C as S3 writes it. */
function base64(crc: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc);
  return bytes.toString('base64');
}
