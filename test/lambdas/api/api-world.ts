import { withDeps } from '../../../lambdas/api/handler.ts';
import type { ApiResult } from '../../../lambdas/aws/api-gateway.ts';
import { parseSettings } from '../../../lambdas/settings/sources.ts';
import { memoryExecutions } from '../../fakes/memory-executions.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';

export const NOW = new Date('2026-03-01T03:00:00.000Z');

const SOURCES = {
  sources: {
    acme: {
      dialect: '1up-ste',
      baseUrl: 'https://analytics.example/bulk-data/r4',
      auth: { kind: 'none' },
      exports: {
        nightly: {
          level: 'group',
          group: 'members-PHI',
          types: ['Patient'],
          schedule: 'cron(0 3 * * ? *)',
        },
      },
    },
    birch: {
      dialect: '1up-mte',
      baseUrl: 'https://shared.example/bulk-data/r4',
      auth: { kind: 'none' },
    },
  },
};

type Told = { statusCode: number; headers: Record<string, string>; body: Record<string, unknown> };

/** The API over fakes, called as API Gateway calls it. */
export function apiWorld() {
  const storage = memoryStorage();
  const executions = memoryExecutions(() => NOW);
  const logged: string[] = [];
  const write = (event: string, fields: object) =>
    void logged.push(JSON.stringify({ event, ...fields }));
  let randoms = 0;
  const handler = withDeps({
    sources: parseSettings(JSON.stringify(SOURCES), 'sources.json').sources,
    storage,
    bucket: 'lake',
    executions,
    clock: { now: () => NOW },
    random: () => {
      randoms += 1;
      return randoms / 100;
    },
    log: { info: write, warn: write, error: write, count: () => {} },
  });
  const call = async (event: object): Promise<Told> => told(await handler(event));
  return {
    storage,
    executions,
    logged,
    handler,
    call,
    post: (body: unknown) => call(postEvent(JSON.stringify(body))),
    get: (id: string) => call({ routeKey: 'GET /exports/{id}', pathParameters: { id } }),
    del: (id: string) => call({ routeKey: 'DELETE /exports/{id}', pathParameters: { id } }),
  };
}

export const postEvent = (body: string, isBase64Encoded = false) => ({
  routeKey: 'POST /exports',
  body,
  isBase64Encoded,
});

const told = ({ statusCode, headers, body }: ApiResult): Told => ({
  statusCode,
  headers,
  body: JSON.parse(body),
});
