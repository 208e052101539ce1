import type { Storage, UploadedPart } from '../shared/storage.ts';

/** Parts of 16 MiB: an object of 156 GiB stays within S3's 10,000 parts. */
const PART_BYTES = 16 * 1024 ** 2;

/**
 * Writes one object from a stream of unknown length: in one put where it fits in a part, else as a
 * multipart upload. Nothing of it can be read before the last byte is stored; after an error no
 * upload is left open.
 */
export async function writeObject(
  key: string,
  source: AsyncIterable<Buffer>,
  storage: Storage,
): Promise<void> {
  let upload: { id: string; parts: UploadedPart[] } | undefined;
  try {
    let part: Buffer | undefined;
    for await (const next of inParts(source)) {
      if (part) {
        upload ??= { id: await storage.createUpload(key), parts: [] };
        await addPart(key, upload, part, storage);
      }
      part = next;
    }
    if (!upload) {
      await storage.put(key, part ?? Buffer.alloc(0));
      return;
    }
    if (part) await addPart(key, upload, part, storage);
    await storage.completeUpload(key, upload.id, upload.parts);
  } catch (error) {
    if (upload) await storage.abortUpload(key, upload.id);
    throw error;
  }
}

async function addPart(
  key: string,
  upload: { id: string; parts: UploadedPart[] },
  part: Buffer,
  storage: Storage,
) {
  const number = upload.parts.length + 1;
  upload.parts.push(await storage.uploadPart(key, upload.id, number, part));
}

/** Regroups chunks into whole parts; only the last is shorter. */
async function* inParts(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    bytes += chunk.length;
    while (bytes >= PART_BYTES) {
      const all = Buffer.concat(chunks);
      yield all.subarray(0, PART_BYTES);
      chunks = [all.subarray(PART_BYTES)];
      bytes -= PART_BYTES;
    }
  }
  if (bytes > 0) yield Buffer.concat(chunks);
}
