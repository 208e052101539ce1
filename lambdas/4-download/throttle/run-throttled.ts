import type { Clock } from '../../runtime/clock.ts';
import { refuseTooOld } from '../../runtime/deadline.ts';
import { ServerBusy } from '../../runtime/errors.ts';
import type { Source } from '../../settings/source.ts';
import type { DownloadEvent, Unfinished } from '../../workflow/events.ts';
import { type Limits, type MannersDeps, mannersOf } from './call-throttle.ts';

type Call = Limits & { event: DownloadEvent; source: Source };
type Run<Item> = (item: Item) => Promise<Unfinished | undefined>;

/**
 * Runs for one item after another, as long as there is time and the server does not ask to wait; then
 * the state machine waits, where that costs nothing (D21). Throws DeadlineExceeded in place of going on
 * with an export that is too old.
 */
export async function politely<Item>(
  items: readonly Item[],
  run: Run<Item>,
  { event, source, ...limits }: Call,
  deps: MannersDeps,
): Promise<Unfinished | undefined> {
  const manners = mannersOf(event, source, deps, limits);
  const runPolitely: Run<Item> = async (item) => {
    const unfinished = await manners.look();
    if (unfinished) return unfinished;
    const askedAt = deps.clock.now();
    return run(item).catch((error) => {
      if (error instanceof ServerBusy) return manners.slowDown(error, askedAt);
      throw error;
    });
  };
  let ended: Unfinished | undefined;
  try {
    ended = await inTurn(items, runPolitely, deps, limits.remainingMilliseconds);
  } finally {
    // The next call goes on at once, in the same place.
    if (ended?.kind !== 'continue') await manners.leave();
  }
  if (ended) refuseTooOld(event.startedAt, source.deadlineHours, deps.clock.now());
  return ended;
}

/**
 * Time kept back, beside that of the slowest item so far, so that a call ends by itself and not in
 * the middle of one: the next call goes on after the receipts (D24).
 */
const RESERVE_MILLISECONDS = 60 * 1000;

/**
 * Runs for one item after another, the first in any case, until the Lambda's time is nearly up, or `run`
 * says that an item is unfinished; undefined where all are done.
 */
async function inTurn<Item>(
  items: readonly Item[],
  run: (item: Item) => Promise<Unfinished | undefined>,
  { clock }: { clock: Clock },
  remainingMilliseconds: () => number,
): Promise<Unfinished | undefined> {
  let slowestMilliseconds = 0;
  for (const [i, item] of items.entries()) {
    const needed = slowestMilliseconds + RESERVE_MILLISECONDS;
    if (i > 0 && remainingMilliseconds() < needed) return { kind: 'continue' };
    const began = clock.now().getTime();
    const unfinished = await run(item);
    if (unfinished) return unfinished;
    slowestMilliseconds = Math.max(slowestMilliseconds, clock.now().getTime() - began);
  }
  return undefined;
}
