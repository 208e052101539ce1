import * as z from 'zod';
import { LandedType } from './landed-type.ts';

/** How many issues of each severity OperationOutcomes hold. */
export const IssueCounts = z.strictObject({
  fatal: z.int().min(0),
  error: z.int().min(0),
  warning: z.int().min(0),
  information: z.int().min(0),
});
export type IssueCounts = z.infer<typeof IssueCounts>;

/** What became of one file. */
export const Receipt = z.strictObject({
  index: z.int().min(1),
  type: LandedType,
  key: z.string(),
  bytes: z.int().min(0),
  /** Bytes on the wire, of a file that came encoded. */
  encodedBytes: z.int().min(1).optional(),
  lines: z.int().min(0),
  /** `crc32c:<hex>` of the stored object, which S3 has checked; `sha256:<hex>` in earlier ones. */
  checksum: z.string().regex(/^(crc32c:[0-9a-f]{8}|sha256:[0-9a-f]{64})$/),
  /** Issues by severity, of a file of OperationOutcomes. */
  issues: IssueCounts.optional(),
  /** Attachments that were noted, of a file whose resources may have some, where they are wanted. */
  attachments: z.int().min(0).optional(),
});
export type Receipt = z.infer<typeof Receipt>;

/** `receipts/unit-…json`; unit 0 in `receipts/inherited.json`. */
export const ReceiptsRecord = z.strictObject({
  unit: z.int().min(0),
  receipts: z.array(Receipt),
});
export type ReceiptsRecord = z.infer<typeof ReceiptsRecord>;
