import { globSync } from 'node:fs';
import type { Entry } from './queue.ts';

/** Ends the names of files that only the whole run has: they take long, or need what npm does not bring. */
const LONG = '.long.test.ts';

const entryOf = (file: string): Entry => ({ file, seconds: file.endsWith(LONG) ? 1200 : 180 });

/**
 * The files that are asked for, by name, folder or glob, long ones among them; where none is, all but
 * the long ones, or with `everything` really all. Throws where what is asked for is not there.
 */
export function testFiles(from: { everything: boolean; asked: readonly string[] }): Entry[] {
  if (from.asked.length > 0) return [...new Set(from.asked.flatMap(filesAt))].sort().map(entryOf);
  const all = globSync('test/**/*.test.ts').sort();
  return all.filter((file) => from.everything || !file.endsWith(LONG)).map(entryOf);
}

function filesAt(asked: string): string[] {
  const files = globSync([asked, `${asked}/**/*.test.ts`]).filter((file) => file.endsWith('.ts'));
  if (files.length === 0) throw new Error(`there is no test file ${asked}`);
  return files;
}
