import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Identity } from '../../test/fakes/self-signed.ts';

export type Started = { origin: string; stop(): Promise<void> };

/** A server over https with that identity, or the papers of an export of so many files. */
type Server = { name: 'source' | 'sink'; identity: Identity } | { name: 'papers'; files: number };

/** Starts a server of this folder in a process of its own, which ends with ours. */
export async function startServer(server: Server, prefix: readonly string[]): Promise<Started> {
  const { name } = server;
  const file = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const argument = server.name === 'papers' ? [String(server.files)] : [];
  const [command = process.execPath, ...args] = [...prefix, process.execPath, file, ...argument];
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  if (server.name !== 'papers') child.stdin.write(`${JSON.stringify(server.identity)}\n`);
  const lines = createInterface(child.stdout);
  const [origin] = await Promise.race([once(lines, 'line'), once(child, 'close')]);
  if (typeof origin !== 'string') throw new Error(`the ${name} server ended before it began`);
  return {
    origin,
    async stop() {
      const closed = once(child, 'close');
      child.stdin.end();
      await closed;
    },
  };
}
