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
  /** Whether an attachment that cannot be had fails the export; otherwise it is only written down. */
  onFailure: z.enum(['record', 'fail']).default('record'),
  /** A larger one counts as one that cannot be had. */
  maxBytes: z
    .int()
    .positive()
    .default(256 * 1024 ** 2),
});
export type Attachments = z.infer<typeof Attachments>;

const Origin = z
  .url({ protocol: /^https?$/, abort: true })
  .refine((url) => new URL(url).origin === url, 'an origin: scheme, host and port, no path');

/** An export with a name; with a `schedule` it starts by itself. */
const NamedExport = ExportRequest.safeExtend({
  schedule: ScheduleExpression.optional(),
  timeZone: TimeZone.default('UTC'),
  flexibleMinutes: z.int().min(0).max(1440).default(15),
});
export type NamedExport = z.infer<typeof NamedExport>;

/** How the server speaks: a module of `lambdas/dialects`. */
export const DialectName = z.enum([
  '1up-ste',
  '1up-mte',
  '1up-gateway',
  'bulk-data',
  'bulk-publish',
]);
export type DialectName = z.infer<typeof DialectName>;

/** One FHIR server to export from, as `sources.json` names it. */
export const Source = z
  .strictObject({
    dialect: DialectName,
    baseUrl: HttpUrl,
    /** Base of the FHIR REST API, where Groups are read and written; none: groups are not managed. */
    fhirUrl: HttpUrl.optional(),
    auth: Auth,
    /** Origins besides `baseUrl` that may serve this source's files and see its credential. */
    fileOrigins: z.array(Origin).default([]),
    /** Origins that serve files by links which are secrets themselves, and never see the credential. */
    openOrigins: z.array(Origin).default([]),
    /** How servers of the dialect `bulk-data` are asked. */
    bulkData: BulkData.optional(),
    /** What errors among the server's OperationOutcomes do: nothing, a publication that says it lacks something, or a failure. */
    onOutcome: z.enum(['warn', 'partial', 'fail']).default('fail'),
    /**
     * When the server's job is deleted: never; once its data is published, and where it is given up
     * while it runs; or after any failure as well, which leaves nothing to resume. One that was adopted
     * is never deleted.
     */
    deleteJob: z.enum(['never', 'after-publish', 'on-failure']).default('after-publish'),
    /** A job whose progress has not changed for so long is told of, and a server that begins none. */
    stuckAfterHours: z.number().positive().default(24),
    /**
     * How files are checked while they land: `structural` proves where each line begins and ends and of
     * what type it is, and does not see JSON that is broken inside a line; `full` parses every line, at
     * about ten times the CPU.
     */
    verify: z.enum(['structural', 'full']).default('structural'),
    /**
     * What becomes of a file with a line that is no such resource, also when it is fetched again: the
     * export fails, or the file is put aside and the rest is published as not complete. Which lines are
     * found wrong is for `verify` to say.
     */
    onBrokenFile: z.enum(['fail', 'quarantine']).default('fail'),
    /** How files are stored that the server sends uncompressed; one that comes as gzip stays gzip. */
    compress: z.enum(['none', 'gzip', 'zstd']).default('none'),
    /** Fetches what resources attach; nothing by default. */
    attachments: Attachments.optional(),
    maxConcurrency: z.int().min(1).max(1000).default(4),
    /** Allows plain http and addresses that are not public. For servers on a laptop or in a VPC. */
    private: z.boolean().default(false),
    /**
     * An export older than this has failed; the server's job is given up. At most 14 days: the state
     * machine ends by itself after 15, and the deadline has to strike first to be told as such. Both
     * count from when the execution began.
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

/** Also `HTTP://`: a scheme has no case (RFC 3986 §3.1). */
const isPlainHttp = (url: string) => URL.parse(url)?.protocol === 'http:';
