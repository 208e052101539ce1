import type { Clock } from '../../runtime/clock.ts';
import type { Unfinished } from '../../workflow/workflow.ts';

/**
 * Time kept back, beside that of the slowest item so far, so that a call ends by itself and not in
 * the middle of one: the next call goes on after the receipts (D24).
 */
const RESERVE_MILLISECONDS = 60 * 1000;

/**
 * Runs for one item after another, the first in any case, until the Lambda's time is nearly up, or `run`
 * says that an item is unfinished; undefined where all are done.
 */
export async function inTurn<Item>(
  items: readonly Item[],
  run: (item: Item) => Promise<Unfinished | undefined>,
  { clock }: { clock: Clock },
  remainingMilliseconds: () => number,
): Promise<Unfinished | undefined> {
  let slowestMilliseconds = 0;
  for (const [i, item] of items.entries()) {
    const needed = slowestMilliseconds + RESERVE_MILLISECONDS;
    if (i > 0 && remainingMilliseconds() < needed) return { kind: 'more' };
    const began = clock.now().getTime();
    const unfinished = await run(item);
    if (unfinished) return unfinished;
    slowestMilliseconds = Math.max(slowestMilliseconds, clock.now().getTime() - began);
  }
  return undefined;
}
