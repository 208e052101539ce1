import { randomUUID } from 'node:crypto';
import type { Clock } from '../../lambdas/runtime/clock.ts';
import { parseSettings, type Settings } from '../../lambdas/settings/sources.ts';
import { population } from '../people/population.ts';
import { groupStore } from '../servers/export/groups.ts';
import { listen } from '../servers/http/transport.ts';
import { accounts } from '../servers/one-up/accounts.ts';
import { oneUpGateway } from '../servers/one-up/gateway.ts';
import { oneUpMte } from '../servers/one-up/mte.ts';
import { oneUpSte } from '../servers/one-up/ste.ts';
import type { Demo } from './load-demo.ts';

/** The settings of the servers, and the credential for them. */
type DemoServers = Settings & {
  secrets: Record<string, string>;
  close(): Promise<void>;
};

const SEED = 1;
const VISITS_PER_MINUTE = 30;
/** Few enough that larger types have several files. */
const LINES_PER_FILE = 5_000;

/**
 * Starts 1upHealth's three kinds of server on loopback with one population: single tenant with its files
 * on another origin, multi tenant, gateway. Each start makes a new credential.
 */
export async function startDemoServers(demo: Demo, clock: Clock): Promise<DemoServers> {
  const client = { id: 'demo', secret: randomUUID() };
  let filesOrigin: string | undefined;
  const shared = {
    clock,
    population: population({ ...demo, seed: SEED, visitsPerMinute: VISITS_PER_MINUTE }),
    accounts: accounts({ clock, client }),
    groups: groupStore(),
    linesPerFile: LINES_PER_FILE,
  };
  const ste = oneUpSte({ ...shared, fileOrigin: () => filesOrigin ?? '' });
  const atSte = await listen(ste);
  const atFiles = await listen(ste);
  filesOrigin = atFiles.url;
  const atMte = await listen(oneUpMte(shared));
  const atGateway = await listen(oneUpGateway({ ...shared, customer: 'demo' }));
  const settings = demoSources({
    ste: atSte.url,
    files: atFiles.url,
    mte: atMte.url,
    gateway: atGateway.url,
  });
  const secret = JSON.stringify({ client_id: client.id, client_secret: client.secret });
  return {
    ...parseSettings(JSON.stringify({ sources: settings }), 'the demonstration'),
    secrets: { 'sluice/demo': secret },
    close: async () => {
      await Promise.all([atSte, atFiles, atMte, atGateway].map((each) => each.close()));
    },
  };
}

type DemoOrigins = Record<'ste' | 'files' | 'mte' | 'gateway', string>;

/** The demonstration's `sources`, as a user would write them. */
const demoSources = ({ ste, files, mte, gateway }: DemoOrigins) => ({
  ste: {
    dialect: '1up-ste',
    baseUrl: `${ste}/bulk-data/r4`,
    auth: { kind: 'client-headers', secret: 'sluice/demo' },
    fileOrigins: [files],
    private: true,
  },
  mte: {
    dialect: '1up-mte',
    baseUrl: `${mte}/bulk-data/r4`,
    auth: { kind: 'client-headers', secret: 'sluice/demo' },
    private: true,
  },
  gateway: {
    dialect: '1up-gateway',
    baseUrl: `${gateway}/v1/demo/bulk-export/bulk-data/r4`,
    auth: {
      kind: 'client-credentials',
      secret: 'sluice/demo',
      tokenUrl: `${gateway}/auth/realms/demo/protocol/openid-connect/token`,
    },
    private: true,
  },
});
