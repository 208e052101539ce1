import { withDeps } from '../../../lambdas/api/handler.ts';
import type { ApiResult } from '../../../lambdas/aws/api-gateway.ts';
import { CommitRecord } from '../../../lambdas/lake/commit-records.ts';
import { JobRecord, ProgressRecord, RequestRecord } from '../../../lambdas/lake/export-records.ts';
import { PlanRecord } from '../../../lambdas/lake/plan-records.ts';
import { ExportRequest } from '../../../lambdas/settings/export-request.ts';
import { parseSettings } from '../../../lambdas/settings/sources.ts';
import { memoryExecutions } from '../../fakes/memory-executions.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';
import { aReceipt } from '../../fakes/receipts.ts';

const NOW = new Date('2026-03-01T03:00:00.000Z');

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

type Response = {
  statusCode: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
};

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
  const call = async (event: object): Promise<Response> => parsed(await handler(event));
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

const parsed = ({ statusCode, headers, body }: ApiResult): Response => ({
  statusCode,
  headers,
  body: JSON.parse(body),
});

/** Records of one export as the steps write them, checked by their schemas. */

const groupRequest = ExportRequest.parse({
  level: 'group',
  group: 'members-PHI',
  types: ['Patient', 'Observation'],
  since: '2026-02-01',
});

export const aRequestRecord = RequestRecord.parse({
  source: 'acme',
  request: groupRequest,
  begin: { kind: 'kick-off' },
});

export const aJobRecord = (exportId: string) =>
  JobRecord.parse({
    exportId,
    dataExportId: exportId,
    source: 'acme',
    scope: 'a1b2',
    request: groupRequest,
    since: '2026-02-01',
    lastTransactionTime: null,
    membership: null,
    startedAt: '2026-03-01T03:00:00.000Z',
    kickedOffAt: '2026-03-01T03:00:05.000Z',
    job: {
      kind: 'running',
      statusUrl: 'https://analytics.example/status/PHI-job',
      statusHeader: false,
    },
  });

export const aProgressRecord = ProgressRecord.parse({
  polledAt: '2026-03-01T03:10:00.000Z',
  resourceCount: 500,
  batches: { running: 3, complete: 2, failed: 0, total: 5 },
  unchangedSince: '2026-03-01T03:10:00.000Z',
  throttledPolls: 0,
});

export const aPlanRecord = (files: number, units: number, inherited = 0) =>
  PlanRecord.parse({
    transactionTime: '2026-03-01T02:59:00.000Z',
    exportDate: '2026-03-01',
    requiresAccessToken: true,
    ...{ pages: 1, files, units, inherited },
    resourceCount: 900,
  });

export const aCommitRecord = (exportId: string, files: number) =>
  CommitRecord.parse({
    exportId,
    dataExportId: exportId,
    source: 'acme',
    scope: 'a1b2',
    transactionTime: '2026-03-01T02:59:00.000Z',
    exportDate: '2026-03-01',
    since: null,
    membership: null,
    committedAt: '2026-03-01T03:30:00.000Z',
    ...{ complete: true, continuable: true, subsetted: false },
    bytes: 100 * files,
    lines: 10 * files,
    files: Array.from({ length: files }, (_, i) =>
      aReceipt({ index: i + 1, key: `fhir/Patient/part-${i + 1}.ndjson`, bytes: 100, lines: 10 }),
    ),
  });

export const aFailureRecord = (name: string) => ({
  name,
  message: 'the server says that its job failed',
  failedAt: '2026-03-01T03:20:00.000Z',
  serverJob: 'deleted' as const,
});
