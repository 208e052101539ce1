import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const Entry = z.strictObject({ file: z.string(), seconds: z.number() });
/** A test file and its time limit. */
export type Entry = z.infer<typeof Entry>;

/** A queue of test files, which is a folder. Each entry goes to one worker. */
export type Queue = {
  folder: string;
  isEmpty(): boolean;
  /** The entries that a worker took, in order. */
  takenBy(worker: string): Entry[];
  remove(): void;
};

/** A new queue with these files, in order. */
export function queueOf(entries: readonly Entry[]): Queue {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-tests-'));
  for (const [index, entry] of entries.entries())
    writeFileSync(join(folder, String(index).padStart(5, '0')), JSON.stringify(entry));
  return {
    folder,
    isEmpty: () => waitingIn(folder).length === 0,
    takenBy: (worker) =>
      readdirSync(folder)
        .filter((name) => name.endsWith(`.${worker}`))
        .sort()
        .map((name) => entryIn(join(folder, name))),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Takes files for a worker, one after the other, until none is left. */
export function* takeFrom(folder: string, worker: string): Generator<Entry> {
  for (const name of waitingIn(folder)) {
    const taken = join(folder, `${name}.${worker}`);
    if (isRenamed(join(folder, name), taken)) yield entryIn(taken);
  }
}

const waitingIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .sort();

const entryIn = (path: string) => Entry.parse(JSON.parse(readFileSync(path, 'utf8')));

/** False where another worker was faster. */
function isRenamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch {
    return false;
  }
}
