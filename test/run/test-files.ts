import { globSync } from 'node:fs';
import type { Entry } from './queue.ts';

/** The suffix of files that run only with `--all`: they take long, or need more than npm installs. */
const LONG = '.long.test.ts';

const entryOf = (file: string): Entry => ({ file, seconds: file.endsWith(LONG) ? 1200 : 180 });

/**
 * The files that are named by path, folder or glob, including long ones; default: all except the long ones,
 * or all with `everything`. Throws if a name matches no file.
 */
export function testFiles(from: { everything: boolean; named: readonly string[] }): Entry[] {
  if (from.named.length > 0) return [...new Set(from.named.flatMap(filesAt))].sort().map(entryOf);
  const all = globSync('test/**/*.test.ts').sort();
  return all.filter((file) => from.everything || !file.endsWith(LONG)).map(entryOf);
}

function filesAt(name: string): string[] {
  const files = globSync([name, `${name}/**/*.test.ts`]).filter((file) => file.endsWith('.ts'));
  if (files.length === 0) throw new Error(`there is no test file ${name}`);
  return files;
}
