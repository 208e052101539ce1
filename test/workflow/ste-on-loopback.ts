import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../lambdas/runtime/clock.ts';
import { population } from '../../local/people/population.ts';
import { groupStore } from '../../local/servers/export/groups.ts';
import type { Fault } from '../../local/servers/faults/fault-injector.ts';
import { listen } from '../../local/servers/http/transport.ts';
import { accounts } from '../../local/servers/one-up/accounts.ts';
import { oneUpSte } from '../../local/servers/one-up/ste.ts';

/** Patients without further visits: the server's data never changes. */
export const people = population({
  seed: 11,
  people: 12,
  epoch: new Date('2025-12-31T00:00:00Z'),
  visitsPerMinute: 0,
});

/** A single-tenant server on a socket, and the settings and lake of a command in a temporary folder. */
export async function steOnLoopback(pace = { polls: 1, seconds: 1 }, faults: Fault[] = []) {
  const client = { id: 'test-client', secret: 'test-client-word' };
  const server = oneUpSte({
    ...{ clock: systemClock, population: people, groups: groupStore(), linesPerFile: 100 },
    ...{ duration: pace, faults },
    accounts: accounts({ clock: systemClock, client }),
  });
  const { url, close } = await listen(server);
  const folder = mkdtempSync(join(tmpdir(), 'sluice-command-'));
  const sourcesFile = join(folder, 'sources.json');
  const auth = { kind: 'client-headers', secret: 'test' };
  const source = { dialect: '1up-ste', baseUrl: `${url}/bulk-data/r4`, auth, private: true };
  writeFileSync(sourcesFile, JSON.stringify({ sources: { ste: source } }));
  const secret = JSON.stringify({ client_id: client.id, client_secret: client.secret });
  return {
    ...{ server, sourcesFile, lake: join(folder, 'lake') },
    environment: { ...process.env, SLUICE_SECRET_STE: secret },
    async close() {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type SteOnLoopback = Awaited<ReturnType<typeof steOnLoopback>>;
