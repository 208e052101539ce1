import { setTimeout as sleep } from 'node:timers/promises';
import { DeadlineExceeded } from './errors.ts';

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

/**
 * The deadline counts from when the execution began, as its own time-out does: a server that was busy at
 * first, or a job that is resumed, gets no second one (F6). Throws DeadlineExceeded.
 */
export function checkDeadline(startedAt: string, deadlineHours: number, now: Date): void {
  if (now.getTime() - Date.parse(startedAt) > deadlineHours * 3_600_000)
    throw new DeadlineExceeded(`the export is older than ${deadlineHours} hours`);
}
