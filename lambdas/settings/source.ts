import * as z from 'zod';
import { Auth } from './auth.ts';
import { BulkData } from './bulk-data.ts';
import { ExportRequest } from './export-request.ts';
import { HttpUrl } from './http-url.ts';
import { ScheduleExpression, TimeZone } from './schedule.ts';

/** Which attachments of DocumentReference and DiagnosticReport, and which Binaries, are fetched. */
export const Attachments = z.strictObject({
  /** MIME types such as `application/pdf`; `text/*` stands for all of them. */
  mimeTypes: z
    .array(z.string().regex(/^[a-z0-9.+-]+\/([a-z0-9.+-]+|\*)$/, 'a MIME type such as text/plain'))
    .min(1),
  /** Whether an attachment that cannot be fetched fails the export, or is only recorded in the index. */
  onFailure: z.enum(['record', 'fail']).default('record'),
  /** A larger attachment counts as one that cannot be fetched. */
  maxBytes: z
    .int()
    .positive()
    .default(256 * 1024 ** 2),
});
export type Attachments = z.infer<typeof Attachments>;

const Origin = z
  .url({ protocol: /^https?$/, abort: true })
  .refine((url) => new URL(url).origin === url, 'an origin: scheme, host and port, no path');

/** A named export; with a `schedule` it starts by itself. */
const NamedExport = ExportRequest.safeExtend({
  schedule: ScheduleExpression.optional(),
  timeZone: TimeZone.default('UTC'),
  flexibleMinutes: z.int().min(0).max(1440).default(15),
});
export type NamedExport = z.infer<typeof NamedExport>;

/** The kind of server; each is a module of `lambdas/dialects`. */
export const DialectName = z.enum([
  '1up-ste',
  '1up-mte',
  '1up-gateway',
  'bulk-data',
  'bulk-publish',
]);
export type DialectName = z.infer<typeof DialectName>;

/** One FHIR server to export from: an entry of `sources.json`. */
export const Source = z
  .strictObject({
    dialect: DialectName,
    baseUrl: HttpUrl,
    /** Base URL of the FHIR REST API, where Groups are read and written; without it they are not. */
    fhirUrl: HttpUrl.optional(),
    auth: Auth,
    /** Further origins that serve this source's files and may receive its credential. */
    fileOrigins: z.array(Origin).default([]),
    /** Origins that serve files by links which are secrets themselves; they never receive the credential. */
    openOrigins: z.array(Origin).default([]),
    /** Options of the dialect `bulk-data`. */
    bulkData: BulkData.optional(),
    /** Effect of errors among the server's OperationOutcomes: none, `complete: false`, or a failed export. */
    onOutcome: z.enum(['warn', 'partial', 'fail']).default('fail'),
    /**
     * When the server's job is deleted: never; after its data is published, and if the export is abandoned
     * while the job runs; or also after any failure, which then cannot be resumed. An adopted job is never
     * deleted.
     */
    deleteJob: z.enum(['never', 'after-publish', 'on-failure']).default('after-publish'),
    /** A warning is logged when a job's progress has not changed for so long, or no job could be started. */
    stuckAfterHours: z.number().positive().default(24),
    /**
     * How files are checked while they are stored: `structural` verifies each line's boundaries and resource
     * type, but not the JSON inside; `full` parses every line, with about ten times the CPU.
     */
    verify: z.enum(['structural', 'full']).default('structural'),
    /**
     * Effect of a file with an invalid line, even when it is fetched again: the export fails, or the file is
     * quarantined and the rest is published with `complete: false`. `verify` decides what is invalid.
     */
    onBrokenFile: z.enum(['fail', 'quarantine']).default('fail'),
    /** Compression of files that the server sends uncompressed; files sent as gzip are stored as gzip. */
    compress: z.enum(['none', 'gzip', 'zstd']).default('none'),
    /** Which attachments of resources are fetched; default: none. */
    attachments: Attachments.optional(),
    maxConcurrency: z.int().min(1).max(1000).default(4),
    /** Allows plain http and private IP addresses, for servers on a laptop or in a VPC. */
    private: z.boolean().default(false),
    /**
     * An older export fails, and its job is abandoned. At most 14 days, since the state machine times out
     * after 15. Both count from the start of the execution.
     */
    deadlineHours: z
      .number()
      .positive()
      .max(24 * 14)
      .default(24 * 7),
    exports: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/), NamedExport).default({}),
  })
  .refine((source) => source.bulkData === undefined || source.dialect === 'bulk-data', {
    path: ['bulkData'],
    error: 'only for the dialect "bulk-data"',
  })
  .superRefine((source, context) => {
    for (const [path, url] of plainHttpUrls(source))
      context.addIssue({
        code: 'custom',
        path,
        input: url,
        message: 'an https URL; plain http only with "private": true',
      });
  });
export type Source = z.infer<typeof Source>;

type Addresses = Pick<
  Source,
  'baseUrl' | 'fhirUrl' | 'auth' | 'fileOrigins' | 'openOrigins' | 'private'
>;

function plainHttpUrls(source: Addresses): [string[], string][] {
  if (source.private) return [];
  const urls: [string[], string | undefined][] = [
    [['baseUrl'], source.baseUrl],
    [['fhirUrl'], source.fhirUrl],
    [['auth', 'tokenUrl'], 'tokenUrl' in source.auth ? source.auth.tokenUrl : undefined],
    [['auth', 'jku'], 'jku' in source.auth ? source.auth.jku : undefined],
    ...origins('fileOrigins', source.fileOrigins),
    ...origins('openOrigins', source.openOrigins),
  ];
  return urls.flatMap(([path, url]) => (url && isPlainHttp(url) ? [[path, url]] : []));
}

const origins = (field: string, listed: readonly string[]) =>
  listed.map((origin, i): [string[], string] => [[field, `${i}`], origin]);

/** Also `HTTP://`: schemes are case-insensitive (RFC 3986 §3.1). */
const isPlainHttp = (url: string) => URL.parse(url)?.protocol === 'http:';
