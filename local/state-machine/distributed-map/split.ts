import type { Json } from '../json.ts';

/**
 * Cuts items into batches that are as full as they may be. `bytes` counts the JSON of the items and
 * the commas between them; throws `tooLarge()` where an item alone has more.
 */
export function split(
  items: readonly Json[],
  limits: { items: number; bytes: number },
  tooLarge: () => Error,
): Json[][] {
  const batches: Json[][] = [];
  let batch: Json[] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item));
    if (size > limits.bytes) throw tooLarge();
    const isFull = batch.length === limits.items || bytes + 1 + size > limits.bytes;
    if (batch.length === 0 || isFull) {
      batch = [];
      bytes = -1;
      batches.push(batch);
    }
    batch.push(item);
    bytes += 1 + size;
  }
  return batches;
}
