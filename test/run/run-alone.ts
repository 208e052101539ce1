import type { Entry } from './queue.ts';
import { runFiles } from './run-files.ts';
import type { FileReport } from './run-worker.ts';
import { shareScratch } from './scratch.ts';
import { shareTemplate } from './template.ts';

/** Long enough for a machine that is busy with something else. */
const BETWEEN_SECONDS = 60;

/**
 * Runs test files for a program that does nothing else: with a temporary folder and a template of their
 * own, until all have run or somebody ends the program. Gives whether nobody did.
 */
export async function runAlone(
  entries: readonly Entry[],
  report: (file: FileReport) => void,
): Promise<boolean> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => stop.abort(new Error(`ended by ${signal}`)));
  const removeScratch = shareScratch();
  try {
    if (entries.length > FEW) await shareTemplate();
    await runFiles(entries, { signal: stop.signal, betweenSeconds: BETWEEN_SECONDS, report });
  } finally {
    removeScratch();
  }
  return !stop.signal.aborted;
}

/** So many make their own template as fast, where they want one. */
const FEW = 10;
