import { z } from 'zod';

/** A history as it lies on disk. */
export const StoredEvents = z.array(
  z.object({
    id: z.int(),
    previousEventId: z.int(),
    timestamp: z.coerce.date(),
    type: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
);
export type StoredEvents = z.infer<typeof StoredEvents>;
