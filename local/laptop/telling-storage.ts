import type { Storage } from '../../lambdas/lake/storage.ts';

/** A storage that tells of each object and each part that it has stored, for a progress display. */
export const tellingStorage = (
  storage: Storage,
  onStored: (key: string, bytes: number) => void,
): Storage => ({
  ...storage,
  async put(key, body, ...more) {
    const put = await storage.put(key, body, ...more);
    if (put === 'stored') onStored(key, Buffer.byteLength(body));
    return put;
  },
  async uploadPart(key, uploadId, partNumber, body, crc32c) {
    const part = await storage.uploadPart(key, uploadId, partNumber, body, crc32c);
    onStored(key, body.length);
    return part;
  },
});
