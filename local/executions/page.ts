import { z } from 'zod';

/** How a list is asked for in pieces; 0 stands for the usual size. */
export const Paging = z.strictObject({
  maxResults: z.int().min(0).max(1000).default(0),
  nextToken: z.string().regex(/^\d+$/).optional(),
});

const USUAL = 100;

/** One piece of a list, and the token that asks for the next where there is more. */
export function page<Item>(
  all: readonly Item[],
  { maxResults, nextToken = '0' }: z.infer<typeof Paging>,
): { items: Item[]; nextToken?: string } {
  const start = Number(nextToken);
  const end = start + (maxResults || USUAL);
  const items = all.slice(start, end);
  return end < all.length ? { items, nextToken: String(end) } : { items };
}
