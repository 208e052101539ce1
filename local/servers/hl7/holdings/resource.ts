import { z } from 'zod';

/** A resource as far as it is looked into. */
export const Resource = z.looseObject({
  resourceType: z.string(),
  meta: z.looseObject({ tag: z.array(z.unknown()).optional() }).optional(),
});
export type Resource = z.infer<typeof Resource>;
