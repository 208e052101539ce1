/** When a write may happen; S3 decides, so that two writers cannot both win. */
export type PutCondition = { kind: 'if-absent' } | { kind: 'if-match'; etag: string };

/**
 * A part of a multipart upload, as S3 wants it back. `crc32c` is the CRC-32C of its bytes, big-endian
 * in base64, as everywhere here.
 */
export type UploadedPart = { partNumber: number; etag: string; crc32c: string };

/** What an upload is to make, for S3 to check before the object appears. */
export type WholeObject = { bytes: number; crc32c: string };

/** The bucket in the verbs that Sluice needs. Keys come from `keys.ts`. */
export type Storage = {
  /** The object's text and ETag; undefined where there is none. */
  read(key: string): Promise<{ text: string; etag: string } | undefined>;
  /** Writes an object; `refused` where the condition did not hold. Bytes are not copied. */
  put(
    key: string,
    body: string | Buffer,
    condition?: PutCondition,
    crc32c?: string,
  ): Promise<'stored' | 'refused'>;
  /** Every object below the prefix, in key order. */
  list(prefix: string): AsyncIterable<{ key: string; bytes: number }>;
  /** Opens a multipart upload and gives its id. */
  createUpload(key: string): Promise<string>;
  /** Sends one part with its CRC-32C. Its bytes are not copied: they must stay as they are until it is stored. */
  uploadPart(
    key: string,
    uploadId: string,
    partNumber: number,
    body: Buffer,
    crc32c: string,
  ): Promise<UploadedPart>;
  /** Makes the parts an object; `refused` where the condition did not hold. */
  completeUpload(
    key: string,
    uploadId: string,
    parts: UploadedPart[],
    whole: WholeObject,
    condition?: PutCondition,
  ): Promise<'stored' | 'refused'>;
  abortUpload(key: string, uploadId: string): Promise<void>;
  /** Open multipart uploads below the prefix. */
  openUploads(prefix: string): Promise<{ key: string; uploadId: string }[]>;
};
