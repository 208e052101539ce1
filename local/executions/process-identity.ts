import { readFileSync } from 'node:fs';
import { isFileError } from '../cloud/files.ts';

/** A process of this machine, told from a later one that got its number. */
export type ProcessIdentity = {
  processId: number;
  /** When it began, in ticks since the machine did; only where the platform tells it. */
  processStart?: string | undefined;
};

/** The process that asks. */
export function thisProcess(): ProcessIdentity {
  const processStart = startOf(process.pid);
  return { processId: process.pid, ...(processStart !== undefined && { processStart }) };
}

/** Whether that process is there, whoever it belongs to. */
export function processAlive({ processId, processStart }: ProcessIdentity): boolean {
  if (!isTaken(processId)) return false;
  const start = startOf(processId);
  return start === undefined || processStart === undefined || start === processStart;
}

function isTaken(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return isFileError(error, 'EPERM');
  }
}

/** Linux tells it as field 22 (proc_pid_stat(5)); the 2nd is a name that may hold anything. */
function startOf(processId: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3];
  } catch {
    return undefined;
  }
}
