import type { Json } from '../json.ts';
import { pool } from './pool.ts';

type Width = { concurrency: number; signal: AbortSignal };

/**
 * The results of several branches in their order. The first that fails cuts the others off through
 * the signal they are given; when they have unwound, its error is thrown.
 */
export async function fanOut<Item>(
  items: readonly Item[],
  { concurrency, signal }: Width,
  branch: (item: Item, index: number, signal: AbortSignal) => Promise<Json>,
): Promise<Json[]> {
  const cut = new AbortController();
  const either = AbortSignal.any([signal, cut.signal]);
  const results = items.map((): Json => null);
  const failures: unknown[] = [];
  await pool(items, { concurrency, signal: either }, async (item, index) => {
    try {
      results[index] = await branch(item, index, either);
    } catch (error) {
      failures.push(error);
      cut.abort(new Error('another branch has failed'));
    }
  });
  signal.throwIfAborted();
  if (failures.length > 0) throw failures[0];
  return results;
}
