import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolder } from '../state-folder.ts';
import type { Bucket } from './bucket.ts';

/** No write takes that long; what is older was left by a process that was killed. */
const ABANDONED_HOURS = 24;

/** Makes the folders for what is under way, and removes what killed processes left there. */
export function prepareBucket({ directory }: Bucket): void {
  const incoming = stateFolder(directory, 'incoming');
  mkdirSync(incoming, { recursive: true });
  mkdirSync(stateFolder(directory, 'uploads'), { recursive: true });
  const abandoned = Date.now() - ABANDONED_HOURS * 3600 * 1000;
  for (const name of readdirSync(incoming)) {
    const file = join(incoming, name);
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat && stat.mtimeMs < abandoned) rmSync(file, { force: true });
  }
}
