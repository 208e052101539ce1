import type { Clock } from '../../lambdas/runtime/clock.ts';
import { awakeWork } from './awake-work.ts';
import { whenIdle } from './when-idle.ts';

/** A clock on which a week takes a second. */
export type VirtualClock = Clock & {
  /**
   * Time stands still while this work is under way, except while the work itself sleeps on this
   * clock. For work that the event loop gives no sign of: zlib, sockets, real timers.
   */
  during<T>(work: () => Promise<T>): Promise<T>;
};

/**
 * Time moves only when nothing else does: when the event loop is idle, as {@link whenIdle} tells, and no
 * work of `during` is awake. Then it jumps to the earliest sleeper, the first come of several, and
 * wakes that one alone, so that all it sets off comes before the next. So work that is nothing but
 * promises runs the same way each time.
 *
 * A guard that sleeps inside `during`, such as a time limit, makes its work count as asleep.
 */
export function virtualClock(): VirtualClock {
  const sleepers: Sleeper[] = [];
  const works = awakeWork();
  let now = Date.parse('2026-01-01T00:00:00Z');
  let isAwaitingIdleness = false;

  function moveOn(): void {
    if (isAwaitingIdleness || sleepers.length === 0) return;
    isAwaitingIdleness = true;
    whenIdle(works.isNone, () => {
      isAwaitingIdleness = false;
      const first = sleepers.shift();
      now = Math.max(now, first?.wakesAt ?? now);
      first?.wake();
      moveOn();
    });
  }

  return {
    now: () => new Date(now),
    during: works.during,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      const wakesAt = now + Math.max(0, milliseconds);
      const sleeping = works.asleep(nap(sleepers, wakesAt, signal));
      moveOn();
      await sleeping;
    },
  };
}

type Sleeper = { wakesAt: number; wake: () => void };

/** Lies down among the sleepers until woken or aborted. */
function nap(sleepers: Sleeper[], wakesAt: number, signal?: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const sleeper = { wakesAt, wake: resolve };
  const later = sleepers.findLastIndex((other) => other.wakesAt <= wakesAt) + 1;
  sleepers.splice(later, 0, sleeper);
  const abort = () => {
    const place = sleepers.indexOf(sleeper);
    if (place >= 0) sleepers.splice(place, 1);
    reject(signal?.reason);
  };
  signal?.addEventListener('abort', abort, { once: true });
  return promise.finally(() => signal?.removeEventListener('abort', abort));
}
