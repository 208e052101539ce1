import { CommitRecord } from '../../../lambdas/lake/commit-record.ts';
import { JobRecord, ProgressRecord, RequestRecord } from '../../../lambdas/lake/export-records.ts';
import { PlanRecord } from '../../../lambdas/lake/plan-records.ts';
import { ExportRequest } from '../../../lambdas/settings/export-request.ts';
import { aReceipt } from '../../fakes/receipts.ts';

/** Papers of one export as the steps write them, checked by their schemas. */

export const groupRequest = ExportRequest.parse({
  level: 'group',
  group: 'members-PHI',
  types: ['Patient', 'Observation'],
  since: '2026-02-01',
});

export const requestPaper = RequestRecord.parse({
  source: 'acme',
  request: groupRequest,
  begin: { kind: 'kick-off' },
});

export const jobPaper = (exportId: string) =>
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

export const progressPaper = ProgressRecord.parse({
  polledAt: '2026-03-01T03:10:00.000Z',
  resourceCount: 500,
  batches: { running: 3, complete: 2, failed: 0, total: 5 },
  unchangedSince: '2026-03-01T03:10:00.000Z',
  slowdowns: 0,
});

export const planPaper = (files: number, units: number, inherited = 0) =>
  PlanRecord.parse({
    transactionTime: '2026-03-01T02:59:00.000Z',
    exportDate: '2026-03-01',
    requiresAccessToken: true,
    ...{ pages: 1, files, units, inherited },
    resourceCount: 900,
  });

export const commitPaper = (exportId: string, files: number) =>
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

export const failurePaper = (name: string) => ({
  name,
  message: 'the server says that its job failed',
  failedAt: '2026-03-01T03:20:00.000Z',
  serverJob: 'deleted' as const,
});
