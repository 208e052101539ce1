import { setTimeout as sleep } from 'node:timers/promises';

/** Time, handed in, so that a week's export can run in a second. */
export type Clock = {
  now(): Date;
  /** Resolves after that many milliseconds; rejects with the signal's reason when it aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
};

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, signal ? { signal } : {}),
};
