import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entry } from './queue.ts';
import { runFiles } from './run-files.ts';
import type { FileReport } from './run-worker.ts';
import { shareTemplate } from './template.ts';

/** Long enough for a busy machine. */
const BETWEEN_SECONDS = 60;

/**
 * Runs test files for a program that does nothing else, with their own temporary folder and template, until
 * all have run or a signal ends the program. Gives whether all have run.
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

/** So few files synthesize their own templates as fast. */
const FEW = 10;

/** Linux's folder in memory: a file in it takes a fifteenth of the CPU time of one on disk. */
const IN_MEMORY = '/dev/shm';
/** The space that a run needs there. */
const ROOM_BYTES = 4 * 1024 ** 3;

/**
 * Creates a temporary folder for this process and its children; gives the function that removes it with
 * everything that tests left there.
 */
function shareScratch(): () => void {
  const folder = mkdtempSync(join(hasRoom(IN_MEMORY) ? IN_MEMORY : tmpdir(), 'sluice-test-'));
  process.env.TMPDIR = folder;
  // Processes share what they have compiled.
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled');
  return () => rmSync(folder, { recursive: true, force: true });
}

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize >= ROOM_BYTES;
}
