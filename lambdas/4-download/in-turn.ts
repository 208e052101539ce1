import type { Clock } from '../shared/clock.ts';

/**
 * Time kept back, beside that of the slowest item so far, so that a call ends by itself and not in
 * the middle of one: the next call goes on after the receipts (D24).
 */
const RESERVE_MILLISECONDS = 60 * 1000;

/**
 * Runs for one item after another, the first in any case, until the Lambda's time is nearly up, or `run`
 * says that there is more of an item.
 */
export async function inTurn<Item>(
  items: readonly Item[],
  run: (item: Item) => Promise<'more' | undefined>,
  { clock }: { clock: Clock },
  remainingMilliseconds: () => number,
): Promise<'done' | 'more'> {
  let slowestMilliseconds = 0;
  for (const [i, item] of items.entries()) {
    const needed = slowestMilliseconds + RESERVE_MILLISECONDS;
    if (i > 0 && remainingMilliseconds() < needed) return 'more';
    const began = clock.now().getTime();
    if ((await run(item)) === 'more') return 'more';
    slowestMilliseconds = Math.max(slowestMilliseconds, clock.now().getTime() - began);
  }
  return 'done';
}
