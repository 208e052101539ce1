import { AsyncLocalStorage } from 'node:async_hooks';

/** Pieces of work, and whether any of them is doing something other than sleep. */
export type AwakeWork = {
  isNone(): boolean;
  /** Counts work as awake until it ends. Work inside work is the same work. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Counts the work that calls it as asleep until the promise settles. */
  asleep(promise: Promise<void>): Promise<void>;
};

type Work = { sleeps: number; isOver: boolean };

/** Counts none to begin with. Which work a sleep belongs to, the asynchronous context knows. */
export function awakeWork(): AwakeWork {
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
