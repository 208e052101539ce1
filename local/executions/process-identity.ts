import { readFileSync } from 'node:fs';
import { isFileError } from '../cloud/files.ts';

/** A process of this machine, different from a later process with the same number. */
export type ProcessIdentity = {
  processId: number;
  /** When it started, in clock ticks since the machine booted, if the platform says so. */
  processStart?: string | undefined;
};

/** The identity of this process. */
export function thisProcess(): ProcessIdentity {
  const processStart = startTimeOf(process.pid);
  return { processId: process.pid, ...(processStart !== undefined && { processStart }) };
}

/** Whether that process is running, whatever user it belongs to. */
export function processAlive({ processId, processStart }: ProcessIdentity): boolean {
  if (!isInUse(processId)) return false;
  const start = startTimeOf(processId);
  return start === undefined || processStart === undefined || start === processStart;
}

function isInUse(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return isFileError(error, 'EPERM');
  }
}

/** Field 22 in Linux (proc_pid_stat(5)); field 2 is a name that can contain spaces and brackets. */
function startTimeOf(processId: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3];
  } catch {
    return undefined;
  }
}
