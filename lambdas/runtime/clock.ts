import { setTimeout as sleep } from 'node:timers/promises';
import { DeadlineExceeded } from './errors.ts';

/** Time as a collaborator: tests run an export of a week in a second. */
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
 * Throws DeadlineExceeded if the execution began more than `deadlineHours` ago. Neither waiting for a
 * busy server nor resuming a job extends the deadline (F6). `what` begins the message.
 */
export function checkDeadline(
  startedAt: string,
  deadlineHours: number,
  now: Date,
  what = 'the export is older than',
): void {
  if (now.getTime() - Date.parse(startedAt) > deadlineHours * 3_600_000)
    throw new DeadlineExceeded(`${what} ${deadlineHours} hours`);
}

/**
 * Seconds of a wait, cut to end just after the deadline: whatever a server asks for, the next call of the
 * step then ends the export by {@link checkDeadline}.
 */
export function withinDeadline(
  waitSeconds: number,
  { startedAt, deadlineHours, now }: { startedAt: string; deadlineHours: number; now: Date },
): number {
  const left = Date.parse(startedAt) + deadlineHours * 3_600_000 - now.getTime();
  return Math.max(1, Math.min(waitSeconds, Math.floor(left / 1000) + 1));
}
