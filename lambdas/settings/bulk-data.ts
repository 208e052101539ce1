import * as z from 'zod';

/** A version of the HL7 Bulk Data Access guide; v4 is the ballot. */
export const BulkDataVersion = z.enum(['v2', 'v3', 'v4']);
export type BulkDataVersion = z.infer<typeof BulkDataVersion>;

const Bytes = z.int().positive();

/** Options of the dialect `bulk-data`. */
export const BulkData = z
  .strictObject({
    /** The server's version; `discover` reads it from the CapabilityStatement, else v2. */
    version: z.union([BulkDataVersion, z.literal('discover')]).default('discover'),
    /**
     * GET with comma-separated lists, GET with one parameter per value, or POST of a Parameters resource;
     * default: `get`, and for v4 `post`, its only method (rules 13, 14).
     */
    kickOff: z.enum(['get', 'get-repeated', 'post']).optional(),
    outputFormat: z.string().min(1).optional(),
    /** Lets the server ignore unknown parameters, which it then reports among the outcomes (rule 17). */
    lenient: z.boolean().default(false),
    /** Asks for the job's status in the header X-Export-Status (rules 16, 30). */
    separateExportStatus: z.boolean().default(false),
    /** Downloads files while the job still runs (rule 37). */
    allowPartialManifests: z.boolean().default(false),
    /** v4: the file sizes in bytes that the server should aim at (rule 18). */
    minimumFileBytes: Bytes.optional(),
    maximumFileBytes: Bytes.optional(),
  })
  .refine(
    ({ minimumFileBytes, maximumFileBytes }) =>
      minimumFileBytes === undefined ||
      maximumFileBytes === undefined ||
      minimumFileBytes < maximumFileBytes,
    { path: ['maximumFileBytes'], error: 'more than minimumFileBytes' },
  );
export type BulkData = z.infer<typeof BulkData>;
