/** The condition of a write. S3 checks it, so that one of two writers wins. */
export type PutCondition = { kind: 'if-absent' } | { kind: 'if-match'; etag: string };

/**
 * A part of a multipart upload, as CompleteMultipartUpload takes it. `crc32c` is the CRC-32C of its bytes,
 * big-endian in base64, here and below.
 */
export type UploadedPart = { partNumber: number; etag: string; crc32c: string };

/** What S3 checks before an upload becomes an object. */
export type ExpectedObject = { bytes: number; crc32c: string };

/** The bucket, as far as Sluice uses S3. Keys come from `keys.ts`. */
export type Storage = {
  /** The object's text and ETag, if it exists. */
  read(key: string): Promise<{ text: string; etag: string } | undefined>;
  /** Writes an object; `refused` if the condition failed. The body is not copied. */
  put(
    key: string,
    body: string | Buffer,
    condition?: PutCondition,
    crc32c?: string,
  ): Promise<'stored' | 'refused'>;
  /** All objects below the prefix, in the order of their keys. */
  list(prefix: string): AsyncIterable<{ key: string; bytes: number }>;
  /** Opens a multipart upload and returns its id. */
  createUpload(key: string): Promise<string>;
  /** Sends one part. The body is not copied and must not change until the part is stored. */
  uploadPart(
    key: string,
    uploadId: string,
    partNumber: number,
    body: Buffer,
    crc32c: string,
  ): Promise<UploadedPart>;
  /** Turns the parts into an object; `refused` if the condition failed. */
  completeUpload(
    key: string,
    uploadId: string,
    parts: UploadedPart[],
    whole: ExpectedObject,
    condition?: PutCondition,
  ): Promise<'stored' | 'refused'>;
  abortUpload(key: string, uploadId: string): Promise<void>;
  /** Open multipart uploads below the prefix. */
  openUploads(prefix: string): Promise<{ key: string; uploadId: string }[]>;
};
