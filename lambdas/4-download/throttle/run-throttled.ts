import { type Clock, checkDeadline, withinDeadline } from '../../runtime/clock.ts';
import { LoginBusy, ServerBusy } from '../../runtime/errors.ts';
import type { Source } from '../../settings/source.ts';
import type { DownloadEvent, Unfinished } from '../../workflow/events.ts';
import { reportLongWait } from '../../workflow/long-wait.ts';
import { type CallLimits, type CallThrottleDeps, callThrottle } from './call-throttle.ts';

type Call = CallLimits & { event: DownloadEvent; source: Source };
type Run<Item> = (item: Item) => Promise<Unfinished | undefined>;

/**
 * Runs for one item after another, until the Lambda's time is nearly up or the server asks to wait
 * (429, 503); then the state machine waits, at no cost. Undefined: all items are done. Throws
 * DeadlineExceeded if more calls were needed and the export is too old. A slot that cannot be released
 * expires with the time limit of the call.
 */
export async function runThrottled<Item>(
  items: readonly Item[],
  run: Run<Item>,
  { event, source, ...limits }: Call,
  deps: CallThrottleDeps,
): Promise<Unfinished | undefined> {
  const { startedAt, exportId } = event;
  const { deadlineHours } = source;
  // A wait is cut at the deadline: after it, the server is not asked before its time.
  if (event.waits > 0) checkDeadline(startedAt, deadlineHours, deps.clock.now());
  const throttle = callThrottle(event, source, deps, limits);
  const runOne: Run<Item> = async (item) => {
    const unfinished = await throttle.acquire();
    if (unfinished) return unfinished;
    const requestedAt = deps.clock.now();
    return run(item).catch((error) => {
      if (error instanceof LoginBusy) return throttle.onLoginBusy(error);
      if (error instanceof ServerBusy) return throttle.onThrottled(error, requestedAt);
      throw error;
    });
  };
  let unfinished: Unfinished | undefined;
  try {
    unfinished = await runInTurn(items, runOne, deps.clock, limits.remainingMilliseconds);
  } finally {
    // The next call follows at once and uses the same slot.
    if (unfinished?.kind !== 'continue')
      await throttle.release().catch(({ message }: Error) => {
        deps.log.warn('download.slot-not-released', { exportId, message });
      });
  }
  if (unfinished) checkDeadline(startedAt, deadlineHours, deps.clock.now());
  if (unfinished?.kind !== 'retry-after') return unfinished;
  const now = deps.clock.now();
  const waitSeconds = withinDeadline(unfinished.waitSeconds, { startedAt, deadlineHours, now });
  await reportLongWait({ exportId, step: 'download', waitSeconds }, deps);
  return { kind: 'retry-after', waitSeconds };
}

/**
 * Time kept back, in addition to that of the slowest item so far, so that a call does not end in the
 * middle of an item: the next call resumes after the receipts.
 */
const RESERVE_MILLISECONDS = 60 * 1000;

/** The first item runs in any case. */
async function runInTurn<Item>(
  items: readonly Item[],
  run: Run<Item>,
  clock: Clock,
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
