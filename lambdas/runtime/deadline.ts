import { DeadlineExceeded } from './errors.ts';

/**
 * The deadline counts from when the execution began, as its own time-out does: a server that was busy at
 * first, or a job that is resumed, gets no second one (F6). Throws DeadlineExceeded.
 */
export function checkDeadline(startedAt: string, deadlineHours: number, now: Date): void {
  if (now.getTime() - Date.parse(startedAt) > deadlineHours * 3_600_000)
    throw new DeadlineExceeded(`the export is older than ${deadlineHours} hours`);
}
