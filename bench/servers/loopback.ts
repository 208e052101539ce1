import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Identity, trustedIdentity } from '../../test/fakes/self-signed.ts';
import type { Machine } from '../measure/run-measured.ts';

/** A file server and a sink, both over https, and a folder for the clients. */
export type Loopback = {
  source: string;
  sink: string;
  folder: string;
  /** The environment in which Node trusts both. */
  env: Readonly<Record<string, string>>;
};

/** Runs with the servers, then stops them and deletes the folder. */
export async function withLoopback<Result>(
  machine: Machine,
  run: (loopback: Loopback) => Promise<Result>,
): Promise<Result> {
  const identity = trustedIdentity();
  const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
  const certificate = join(folder, 'certificate.pem');
  await writeFile(certificate, identity.cert);
  const servers = await Promise.all([
    startServer({ name: 'source', identity }, machine.servers),
    startServer({ name: 'sink', identity }, machine.servers),
  ]);
  try {
    const [source, sink] = servers.map(({ origin }) => origin);
    const env = { NODE_EXTRA_CA_CERTS: certificate };
    return await run({ source: source ?? '', sink: sink ?? '', folder, env });
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

type StartedServer = { origin: string; stop(): Promise<void> };

/** A server over https with that identity, or the records of an export of that many files. */
type Server = { name: 'source' | 'sink'; identity: Identity } | { name: 'records'; files: number };

/** Starts a server of this folder in a process of its own, which ends with this process. */
export async function startServer(
  server: Server,
  prefix: readonly string[],
): Promise<StartedServer> {
  const { name } = server;
  const file = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const argument = server.name === 'records' ? [String(server.files)] : [];
  const [command = process.execPath, ...args] = [...prefix, process.execPath, file, ...argument];
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  if (server.name !== 'records') child.stdin.write(`${JSON.stringify(server.identity)}\n`);
  const lines = createInterface(child.stdout);
  const [origin] = await Promise.race([once(lines, 'line'), once(child, 'close')]);
  if (typeof origin !== 'string') throw new Error(`the ${name} server ended before it listened`);
  return {
    origin,
    async stop() {
      const closed = once(child, 'close');
      child.stdin.end();
      await closed;
    },
  };
}
