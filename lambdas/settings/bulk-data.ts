import * as z from 'zod';

/** A version of the HL7 Bulk Data Access guide; v4 is the ballot. */
export const BulkDataVersion = z.enum(['v2', 'v3', 'v4']);
export type BulkDataVersion = z.infer<typeof BulkDataVersion>;

const Bytes = z.int().positive();

/** How servers of the dialect `bulk-data` are asked. */
export const BulkData = z
  .strictObject({
    /** The server's version; `discover` reads it from the CapabilityStatement, v2 where that says nothing. */
    version: z.union([BulkDataVersion, z.literal('discover')]).default('discover'),
    /**
     * GET with comma lists, GET with one parameter per value, or POST of a Parameters resource; by
     * default GET, and POST for v4, which knows nothing else (rules 13, 14).
     */
    kickOff: z.enum(['get', 'get-repeated', 'post']).optional(),
    outputFormat: z.string().min(1).optional(),
    /** Lets the server pass over parameters it does not know, which then are among the outcomes (rule 17). */
    lenient: z.boolean().default(false),
    /** Asks that the status of the job has a header of its own (rules 16, 30). */
    separateExportStatus: z.boolean().default(false),
    /** Downloads what is ready while the job still runs (rule 37). */
    allowPartialManifests: z.boolean().default(false),
    /** v4: sizes of files in bytes that the server should aim at (rule 18). */
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
