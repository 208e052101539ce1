import type { z } from 'zod';
import type { JobRecord, RequestRecord } from '../../lambdas/lake/export-records.ts';
import { exportKeys, typePrefix } from '../../lambdas/lake/keys.ts';
import type { PlannedFile, PlanRecord, UnitRecord } from '../../lambdas/lake/plan-records.ts';
import { scopeOf } from '../../lambdas/lake/scope-records.ts';
import { sizesOf } from '../../lambdas/runtime/sizes.ts';
import { ExportRequest } from '../../lambdas/settings/export-request.ts';
import { Source } from '../../lambdas/settings/source.ts';
import type { DownloadEvent, Start } from '../../lambdas/workflow/events.ts';
import { NOW } from './manual-clock.ts';

/** Default values of tests; a test passes only what it is about. */

export const EXPORT_ID = 'acme-20261122T030000Z-000001';
export const EXECUTION_ARN = `arn:aws:states:us-east-1:000000000000:execution:sluice:${EXPORT_ID}`;
export const EXPORT_DATE = '2026-11-22';
/** The server's time of the export, a little before ours. */
export const TRANSACTION_TIME = '2026-11-22T02:59:00.000Z';
export const BASE_URL = 'https://analytics.example/bulk-data/r4';
export const STATUS_URL = `${BASE_URL}/$export/job/1`;

/** A single-tenant server of 1upHealth that authenticates by client headers. */
export const aSource = (changes: Partial<z.input<typeof Source>> = {}): Source =>
  Source.parse({
    dialect: '1up-ste',
    baseUrl: BASE_URL,
    auth: { kind: 'client-headers', secret: 'sluice/acme' },
    fileOrigins: ['https://files.example'],
    exports: { nightly: {} },
    ...changes,
  });

export const aRequest = (changes: z.input<typeof ExportRequest> = {}): ExportRequest =>
  ExportRequest.parse(changes);

/** A request of `acme` that starts with a kick-off. */
export const aRequestRecord = (changes: Partial<RequestRecord> = {}): RequestRecord => ({
  ...{ source: 'acme', request: aRequest(), begin: { kind: 'kick-off' } },
  ...changes,
});

export const aStart = (changes: Partial<Start> = {}): Start => ({
  source: 'acme',
  export: 'nightly',
  ...changes,
});

/** The first call of a unit, when the export has just started. */
export const aDownload = (unitKey = keys.unit(1)): DownloadEvent => ({
  ...{ exportId: EXPORT_ID, source: 'acme', unitKey },
  ...{ startedAt: NOW, waits: 0 },
});

export const aJob = (changes: Partial<JobRecord> = {}): JobRecord => ({
  exportId: EXPORT_ID,
  dataExportId: EXPORT_ID,
  source: 'acme',
  scope: scopeOf('acme', aRequest()),
  request: aRequest(),
  since: null,
  lastTransactionTime: null,
  membership: null,
  startedAt: NOW,
  kickedOffAt: NOW,
  job: { kind: 'running', statusUrl: STATUS_URL, statusHeader: false },
  ...changes,
});

/** The key of the n-th file of a type. */
export const landedKey = (type: string, part: number) =>
  `${typePrefix(type, EXPORT_DATE, EXPORT_ID)}part-${String(part).padStart(5, '0')}.ndjson`;

export const aFile = (changes: Partial<PlannedFile> = {}): PlannedFile => ({
  index: 1,
  page: 1,
  list: 'output',
  entry: 1,
  type: 'Patient',
  url: 'https://files.example/Patient_1.ndjson',
  key: landedKey('Patient', 1),
  ...changes,
});

/** A unit of {@link aFile}, whose manifest page can be read again. */
export const aUnit = (changes: Partial<UnitRecord> = {}): UnitRecord => ({
  unit: 1,
  requiresAccessToken: true,
  transactionTime: TRANSACTION_TIME,
  pages: [{ page: 1, url: STATUS_URL, expires: null }],
  files: [aFile()],
  ...changes,
});

export const aPlan = (changes: Partial<PlanRecord> = {}): PlanRecord => ({
  transactionTime: TRANSACTION_TIME,
  exportDate: EXPORT_DATE,
  requiresAccessToken: true,
  pages: 1,
  files: 1,
  units: 1,
  inherited: 0,
  ...changes,
});

/** The manifest of a single-tenant server of 1upHealth. */
export const aManifest = (changes: object = {}): string =>
  JSON.stringify({
    id: 'job-1',
    status: 'Successful',
    transactionTime: TRANSACTION_TIME,
    requiresAccessToken: true,
    output: [{ type: 'Patient', file: 'https://files.example/Patient_1.ndjson' }],
    ...changes,
  });

export const keys = exportKeys(EXPORT_ID);

/** Takes the place of a MiB in tests that need less data. */
export const SMALL_MIB = 8 * 1024;

/** Sizes in units of {@link SMALL_MIB}, such as parts of 64 KiB. */
export const smallSizes = sizesOf(SMALL_MIB);
