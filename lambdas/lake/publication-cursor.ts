import * as z from 'zod';

/**
 * Where a publication is asked next: at the page whose `next` is still `#pending`, or at its root where
 * no increments follow.
 */
export const PublicationCursor = z.strictObject({
  /** The publication itself; at another address it is another one. */
  root: z.url(),
  page: z.url(),
  /** Validator of that page as it was read, where the server gave one. */
  etag: z.string().optional(),
});
export type PublicationCursor = z.infer<typeof PublicationCursor>;
