/** When a write may happen; S3 decides, so that two writers cannot both win. */
export type PutCondition = { kind: 'if-absent' } | { kind: 'if-match'; etag: string };

/** A part of a multipart upload, as S3 wants it back. */
export type UploadedPart = { partNumber: number; etag: string };

/** The bucket in the verbs that Sluice needs. Keys come from `keys.ts`. */
export type Storage = {
  /** The object's text and ETag; undefined where there is none. */
  read(key: string): Promise<{ text: string; etag: string } | undefined>;
  /** Writes an object; `refused` where the condition did not hold. */
  put(key: string, body: string | Buffer, condition?: PutCondition): Promise<'stored' | 'refused'>;
  /** Every object below the prefix, in key order. */
  list(prefix: string): AsyncIterable<{ key: string; bytes: number }>;
  createUpload(key: string): Promise<string>;
  uploadPart(
    key: string,
    uploadId: string,
    partNumber: number,
    body: Buffer,
  ): Promise<UploadedPart>;
  completeUpload(key: string, uploadId: string, parts: UploadedPart[]): Promise<void>;
  abortUpload(key: string, uploadId: string): Promise<void>;
  /** Open multipart uploads below the prefix. */
  openUploads(prefix: string): Promise<{ key: string; uploadId: string }[]>;
};
