import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { SteOnLoopback } from './ste-on-loopback.ts';

const PROGRAM = fileURLToPath(new URL('../../local/commands/export.ts', import.meta.url));

/** `npm run export -- --source ste --json` in its own process; it calls `onState` with each state. */
export function exportProcess(
  from: SteOnLoopback,
  onState: (state: string) => void = () => {},
  more: string[] = [],
) {
  const { sourcesFile, lake, environment } = from;
  const options = ['--source', 'ste', '--sources', sourcesFile, '--lake', lake, '--json', ...more];
  const child = spawn(process.execPath, [PROGRAM, ...options], {
    env: environment,
    cwd: dirname(sourcesFile),
  });
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    const state = /\d\.\ds {2}ste {2}([A-Z][a-z]+(?: [a-z]+)*)/.exec(line)?.[1];
    if (state) onState(state);
  });
  const stdout = text(child.stdout);
  const ended = once(child, 'close').then(async ([code]: unknown[]) => {
    return { code, stdout: await stdout, stderr: lines.join('\n') };
  });
  return { child, ended };
}
