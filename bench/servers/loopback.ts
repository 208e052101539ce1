import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trustedIdentity } from '../../test/fakes/self-signed.ts';
import type { Machine } from '../measure/machine.ts';
import { startServer } from './start-server.ts';

/** A server of files and a sink, both over https, and a folder for what clients need. */
export type Loopback = {
  source: string;
  sink: string;
  folder: string;
  /** The environment in which Node trusts the two. */
  env: Readonly<Record<string, string>>;
};

/** Runs with the servers, and leaves nothing behind. */
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
