import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Identity } from '../../test/fakes/self-signed.ts';

export type Started = { origin: string; stop(): Promise<void> };

/** Starts a server of this folder in a process of its own, which ends with ours. */
export async function startServer(
  name: 'source' | 'sink',
  identity: Identity,
  prefix: readonly string[],
): Promise<Started> {
  const file = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const [command = process.execPath, ...args] = [...prefix, process.execPath, file];
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.write(`${JSON.stringify(identity)}\n`);
  const lines = createInterface(child.stdout);
  const [port] = await Promise.race([once(lines, 'line'), once(child, 'close')]);
  if (typeof port !== 'string') throw new Error(`the ${name} server ended before it began`);
  return {
    origin: `https://127.0.0.1:${port}`,
    async stop() {
      const closed = once(child, 'close');
      child.stdin.end();
      await closed;
    },
  };
}
