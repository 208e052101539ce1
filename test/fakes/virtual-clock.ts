import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '../../lambdas/runtime/clock.ts';
import { whenIdle } from './when-idle.ts';

/** A clock in which a week takes a second. */
export type VirtualClock = Clock & {
  /**
   * Stops the clock while this work runs, except while the work itself sleeps. For work that the event loop
   * does not show: zlib, sockets, real timers.
   */
  during<T>(work: () => Promise<T>): Promise<T>;
};

/**
 * The clock advances only when the event loop is idle ({@link whenIdle}) and no work of `during` is awake.
 * Then it jumps to the earliest sleeper, the first of several, and wakes only that one, so that everything it
 * causes happens before the next. Work that consists of promises runs in the same way each time.
 *
 * A time limit that sleeps inside `during` makes its work count as asleep.
 */
export function virtualClock(): VirtualClock {
  const sleepers: Sleeper[] = [];
  const works = activeWork();
  let now = Date.parse('2026-01-01T00:00:00Z');
  let isAwaitingIdleness = false;

  function advance(): void {
    if (isAwaitingIdleness || sleepers.length === 0) return;
    isAwaitingIdleness = true;
    whenIdle(works.isNone, () => {
      isAwaitingIdleness = false;
      const first = sleepers.shift();
      now = Math.max(now, first?.wakesAt ?? now);
      first?.wake();
      advance();
    });
  }

  return {
    now: () => new Date(now),
    during: works.during,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      const wakesAt = now + Math.max(0, milliseconds);
      const sleeping = works.asleep(sleepUntil(sleepers, wakesAt, signal));
      advance();
      await sleeping;
    },
  };
}

type Sleeper = { wakesAt: number; wake: () => void };

/** Resolves when the sleeper is woken, rejects when it is aborted. */
function sleepUntil(sleepers: Sleeper[], wakesAt: number, signal?: AbortSignal): Promise<void> {
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

/** Work that runs, and whether any of it is not asleep. */
type ActiveWork = {
  isNone(): boolean;
  /** Counts work as awake until it ends. Work inside work is the same work. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Counts the work that calls it as asleep until the promise settles. */
  asleep(promise: Promise<void>): Promise<void>;
};

type Work = { sleeps: number; isOver: boolean };

/** The asynchronous context tells which work a sleep belongs to. */
function activeWork(): ActiveWork {
  const context = new AsyncLocalStorage<Work>();
  const works = new Set<Work>();
  return {
    isNone: () => works.values().every(({ sleeps }) => sleeps > 0),
    async during(run) {
      if (context.getStore()?.isOver === false) return run();
      const work = { sleeps: 0, isOver: false };
      works.add(work);
      try {
        return await context.run(work, run);
      } finally {
        work.isOver = true;
        works.delete(work);
      }
    },
    async asleep(promise) {
      const work = context.getStore() ?? { sleeps: 0 };
      work.sleeps++;
      await promise.finally(() => {
        work.sleeps--;
      });
    },
  };
}
