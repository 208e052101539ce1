import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entry } from './queue.ts';
import { runFiles } from './run-files.ts';
import type { FileReport } from './run-worker.ts';
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

/** A folder in memory, where Linux has it: a file in it costs a fifteenth of the processor time of one on disk. */
const IN_MEMORY = '/dev/shm';
/** What a run may leave lying there. */
const ROOM_BYTES = 4 * 1024 ** 3;

/**
 * Makes a temporary folder for all that this process and those that it starts write; what it gives
 * removes it, and whatever a test left there.
 */
function shareScratch(): () => void {
  const folder = mkdtempSync(join(hasRoom(IN_MEMORY) ? IN_MEMORY : tmpdir(), 'sluice-test-'));
  process.env.TMPDIR = folder;
  // What one process has compiled, the next one does not compile again.
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled');
  return () => rmSync(folder, { recursive: true, force: true });
}

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize >= ROOM_BYTES;
}
