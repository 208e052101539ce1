import type { Http } from '../../lambdas/http/http.ts';
import { population } from '../../local/people/population.ts';
import { groupStore } from '../../local/servers/export/groups.ts';
import type { Fault } from '../../local/servers/faults/fault-injector.ts';
import { inProcessHttp } from '../../local/servers/http/transport.ts';
import { accounts } from '../../local/servers/one-up/accounts.ts';
import { fhirApi } from '../../local/servers/one-up/fhir-api.ts';
import { oneUpGateway } from '../../local/servers/one-up/gateway.ts';
import { oneUpMte } from '../../local/servers/one-up/mte.ts';
import { oneUpSte } from '../../local/servers/one-up/ste.ts';
import type { VirtualClock } from '../fakes/virtual-clock.ts';

const CLIENT = { id: 'test-client', secret: 'test-client-word' };
const REFRESH = 'first-refresh';

/** Tokens expire in the middle of every export, because each request takes a second. */
const TOKEN_SECONDS = 5;

export const people = population({
  seed: 7,
  people: 25,
  epoch: new Date('2025-12-31T00:00:00Z'),
  visitsPerMinute: 2,
});

/** 1upHealth's servers at https origins, without sockets; each request takes a second. */
export function oneUpServers(clock: VirtualClock, faults: Fault[] = []) {
  const known = accounts({
    clock,
    client: CLIENT,
    tokenSeconds: TOKEN_SECONDS,
    refreshToken: REFRESH,
  });
  const groups = groupStore();
  const shared = { clock, population: people, groups, accounts: known, linesPerFile: 100, faults };
  // The links are plain http, at a host whose https origin the settings allow.
  const ste = oneUpSte({ ...shared, fileOrigin: () => 'http://files.example' });
  const mte = oneUpMte(shared);
  const gateway = oneUpGateway({ ...shared, customer: 'acme' });
  const servers = {
    'https://ste.example': ste,
    'https://files.example': ste,
    'https://mte.example': mte,
    'https://gateway.example': gateway,
    'https://fhir.example': fhirApi({ groups, accounts: known, faults }),
  };
  const reach = inProcessHttp(servers);
  const http: Http = async (request) => {
    await clock.sleep(1000);
    return reach(request);
  };
  return { servers, ste, mte, gateway, groups, http };
}

/** Credentials by the name of their secret. */
export const secrets = {
  'test/client': JSON.stringify({ client_id: CLIENT.id, client_secret: CLIENT.secret }),
  'test/refresh': JSON.stringify({
    client_id: CLIENT.id,
    client_secret: CLIENT.secret,
    refresh_token: REFRESH,
  }),
};

/** `sources` for {@link oneUpServers}: every variant, and multi-tenant also by client headers. */
export const settings = {
  ste: {
    dialect: '1up-ste',
    baseUrl: 'https://ste.example/bulk-data/r4',
    fhirUrl: 'https://fhir.example/r4',
    fileOrigins: ['https://files.example'],
    auth: {
      kind: 'bearer-refresh',
      secret: 'test/refresh',
      tokenUrl: 'https://ste.example/oauth2/token',
    },
  },
  mte: {
    dialect: '1up-mte',
    baseUrl: 'https://mte.example/bulk-data/r4',
    auth: {
      kind: 'bearer-refresh',
      secret: 'test/refresh',
      tokenUrl: 'https://mte.example/oauth2/token',
    },
  },
  'mte-headers': {
    dialect: '1up-mte',
    baseUrl: 'https://mte.example/bulk-data/r4',
    auth: { kind: 'client-headers', secret: 'test/client' },
  },
  gateway: {
    dialect: '1up-gateway',
    baseUrl: 'https://gateway.example/v1/acme/bulk-export/bulk-data/r4',
    auth: {
      kind: 'client-credentials',
      secret: 'test/client',
      tokenUrl: 'https://gateway.example/auth/realms/acme/protocol/openid-connect/token',
    },
  },
};
