import * as z from 'zod';
import { IssueCounts } from './receipt-records.ts';

/** Where a scanner is: which line comes next, where it begins, and what those before it added up to. */
export const ScanPlace = z.strictObject({
  number: z.int().min(1),
  offset: z.int().min(0),
  tallied: z.strictObject({ lines: z.int().min(0), issues: IssueCounts.exactOptional() }),
});
export type ScanPlace = z.infer<typeof ScanPlace>;

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

/** A file of which one call has stored a part, and another is to store the rest (D14, D24). */
export const OpenFile = z.strictObject({
  index: z.int().min(1),
  uploaded: Uploaded,
  place: ScanPlace,
  /** The server's strong validator of the content; null: what comes again is compared by its CRC-32C. */
  etag: z.string().nullable(),
});
export type OpenFile = z.infer<typeof OpenFile>;

/** `open/unit-…json`: the file that a unit's last call had to leave in the middle. */
export const OpenFileRecord = z.strictObject({ file: OpenFile });
