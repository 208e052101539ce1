import { isFileError } from '../cloud/file-error.ts';

/** Whether a process of this machine is there, whoever it belongs to. */
export function processAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return isFileError(error, 'EPERM');
  }
}
