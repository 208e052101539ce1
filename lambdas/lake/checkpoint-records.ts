import * as z from 'zod';
import { IssueCounts } from './receipt-records.ts';

/** A scanner's position: the next line's number and offset, and the totals of the lines before it. */
export const ScanPosition = z.strictObject({
  number: z.int().min(1),
  offset: z.int().min(0),
  tallied: z.strictObject({ lines: z.int().min(0), issues: IssueCounts.exactOptional() }),
});
export type ScanPosition = z.infer<typeof ScanPosition>;

/** The parts of an object that an open multipart upload has stored. */
export const Uploaded = z.strictObject({
  /** null: no upload is open. */
  uploadId: z.string().nullable(),
  parts: z.array(
    z.strictObject({ partNumber: z.int().min(1), etag: z.string(), crc32c: z.string() }),
  ),
  bytes: z.int().min(0),
  /** CRC-32C of all parts together. */
  crc32c: z.int().min(0),
});
export type Uploaded = z.infer<typeof Uploaded>;

/** An object of a file that is compressed here: uploaded, but the upload is not completed. */
export const Segment = Uploaded.extend({ lines: z.int().min(0) });
export type Segment = z.infer<typeof Segment>;

const file = { index: z.int().min(1) };
const stored = {
  ...file,
  /** The end of what is stored. */
  position: ScanPosition,
  /** The server's strong ETag; null: content that is sent again is compared by its CRC-32C. */
  etag: z.string().nullable(),
};

/** A file that one call of Download could not finish, and where the next call resumes. */
export const FileCheckpoint = z.discriminatedUnion('kind', [
  /** It was sent as gzip, which cannot be resumed: it is requested again without encoding. */
  z.strictObject({ kind: z.literal('unencoded'), ...file }),
  /** Its content so far is stored in an open upload. */
  z.strictObject({ kind: z.literal('plain'), ...stored, uploaded: Uploaded }),
  /** Its content so far is stored in compressed segments. */
  z.strictObject({
    kind: z.literal('compressed'),
    ...stored,
    encoding: z.enum(['gzip', 'zstd']),
    segments: z.array(Segment).min(1),
    /** Of the uncompressed content. */
    bytes: z.int().min(1),
    crc32c: z.int().min(0),
  }),
]);
export type FileCheckpoint = z.infer<typeof FileCheckpoint>;

/** `checkpoints/unit-…json`: the unfinished file of a unit's last call. */
export const CheckpointRecord = z.strictObject({
  file: FileCheckpoint,
  /** The invalid line for which the file was restarted; the second time it is refused. */
  refusedLine: z.string().exactOptional(),
  /** Whether the file was restarted because it had changed; the second time it fails. */
  hasChanged: z.boolean().exactOptional(),
});
export type CheckpointRecord = z.infer<typeof CheckpointRecord>;
