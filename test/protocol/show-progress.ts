import logUpdate from 'log-update';
import type { FileRun } from './run-file.ts';

/** Shows what has run: one line that changes for people, a line for each file in a pipe. */
export function showProgress(files: number): (run: FileRun) => void {
  let done = 0;
  let passed = 0;
  return (run) => {
    done += 1;
    passed += run.passed.length;
    const sum = `${done} of ${files} files, ${passed} tests passed`;
    if (!process.stdout.isTTY) {
      const failed = run.failed.length > 0 ? `, ${run.failed.length} failed` : '';
      process.stdout.write(`${sum}: ${run.file}: ${run.passed.length}${failed}\n`);
    } else if (done < files) logUpdate(sum);
    else logUpdate.clear();
  };
}
