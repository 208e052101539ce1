import { refuseTooOld } from '../../runtime/deadline.ts';
import { ServerBusy } from '../../runtime/errors.ts';
import type { Source } from '../../settings/source.ts';
import type { DownloadEvent, Unfinished } from '../../workflow/workflow.ts';
import { inTurn } from './in-turn.ts';
import { type Limits, type MannersDeps, mannersOf } from './manners.ts';

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
    if (ended?.kind !== 'more') await manners.leave();
  }
  if (ended) refuseTooOld(event.startedAt, source.deadlineHours, deps.clock.now());
  return ended;
}
