import * as z from 'zod';
import { IssueCounts } from './receipt-records.ts';

/** Where a scanner is: which line comes next, where it begins, and what those before it added up to. */
export const ScanPosition = z.strictObject({
  number: z.int().min(1),
  offset: z.int().min(0),
  tallied: z.strictObject({ lines: z.int().min(0), issues: IssueCounts.exactOptional() }),
});
export type ScanPosition = z.infer<typeof ScanPosition>;

/** What of an object is in the bucket, in an upload that is still open. */
export const Uploaded = z.strictObject({
  /** null: no upload has been opened. */
  uploadId: z.string().nullable(),
  parts: z.array(
    z.strictObject({ partNumber: z.int().min(1), etag: z.string(), crc32c: z.string() }),
  ),
  bytes: z.int().min(0),
  /** CRC-32C of all parts together. */
  crc32c: z.int().min(0),
});
export type Uploaded = z.infer<typeof Uploaded>;

/** An object of a file that is compressed here: all of it is uploaded, and nothing made of it yet. */
export const Segment = Uploaded.extend({ lines: z.int().min(0) });
export type Segment = z.infer<typeof Segment>;

const file = { index: z.int().min(1) };
const begun = {
  ...file,
  /** Behind what is stored. */
  position: ScanPosition,
  /** The server's strong validator of the content; null: what comes again is compared by its CRC-32C. */
  etag: z.string().nullable(),
};

/** A file that one call could not bring to its end, and how another one is to go on. */
export const FileCheckpoint = z.discriminatedUnion('kind', [
  /** It came as gzip, in whose middle nobody can go on: it is asked for without. */
  z.strictObject({ kind: z.literal('unencoded'), ...file }),
  /** What has come is stored as it came, in an upload that goes on. */
  z.strictObject({ kind: z.literal('plain'), ...begun, uploaded: Uploaded }),
  /** What has come is stored in compressed objects, and the next one begins. */
  z.strictObject({
    kind: z.literal('compressed'),
    ...begun,
    encoding: z.enum(['gzip', 'zstd']),
    segments: z.array(Segment).min(1),
    /** Of the content, before it was compressed. */
    bytes: z.int().min(1),
    crc32c: z.int().min(0),
  }),
]);
export type FileCheckpoint = z.infer<typeof FileCheckpoint>;

/** `checkpoints/unit-…json`: the file that a unit's last call had to leave in the middle. */
export const CheckpointRecord = z.strictObject({
  file: FileCheckpoint,
  /** For what line it was refused before it was begun again; the second time counts. */
  refusedLine: z.string().exactOptional(),
  /** Whether it had changed between two calls and was begun again; the second time ends it. */
  hasChanged: z.boolean().exactOptional(),
});
export type CheckpointRecord = z.infer<typeof CheckpointRecord>;
