import * as z from 'zod';
import { ExportRequest, Instant } from '../settings/export-request.ts';
import { ExportId } from './keys.ts';
import { PublicationCursor } from './scope-records.ts';

/** The papers of one export under `exports/<id>/`. */

/** How an export comes to its job on the server. */
export const Begin = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('kick-off') }),
  /** Goes on with a job that somebody else kicked off. */
  z.strictObject({ kind: z.literal('adopt'), statusUrl: z.url() }),
  /** Goes on with the job of an export that failed, and keeps what that one has landed. */
  z.strictObject({ kind: z.literal('resume'), exportId: ExportId }),
]);
export type Begin = z.infer<typeof Begin>;

/** `request.json`: what was asked, before anything was decided. */
export const RequestRecord = z.strictObject({
  source: z.string(),
  request: ExportRequest,
  begin: Begin,
});
export type RequestRecord = z.infer<typeof RequestRecord>;

/** `job.json`: what was decided and asked of the server, and where its status is. */
export const JobRecord = z.strictObject({
  exportId: z.string(),
  /** The `export_id` under which its data lies: its own, or that of the export it resumes. */
  dataExportId: z.string(),
  source: z.string(),
  scope: z.string(),
  request: ExportRequest,
  /** The `_since` that was sent; null: a full export. */
  since: z.string().nullable(),
  /** `transactionTime` of the last commit of this scope; a manifest may not be older. */
  lastTransactionTime: Instant.nullable(),
  /** SHA-256 over the group's member references; null where no group is read. */
  membership: z.string().nullable(),
  /** When its execution began: its deadline counts from here, also where the server was busy first. */
  startedAt: Instant,
  kickedOffAt: Instant,
  job: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('running'),
      statusUrl: z.url(),
      /** Whether the job's status has a header of its own (rule 30). */
      statusHeader: z.boolean(),
    }),
    /** The server answered the kick-off with the manifest (1up MTE). */
    z.strictObject({ kind: z.literal('complete'), manifestUrl: z.url() }),
    /** There is no job: what the server publishes was read at once, to its last page. */
    z.strictObject({ kind: z.literal('publication'), publicationCursor: PublicationCursor }),
  ]),
});
export type JobRecord = z.infer<typeof JobRecord>;

/** 1upHealth's counters of a job. */
export const Batches = z.object({
  running: z.int().min(0),
  complete: z.int().min(0),
  failed: z.int().min(0),
  total: z.int().min(0),
});
export type Batches = z.infer<typeof Batches>;

/** `progress.json`: what the last poll heard. */
export const ProgressRecord = z.strictObject({
  polledAt: Instant,
  resourceCount: z.int().min(0).optional(),
  batches: Batches.optional(),
  note: z.string().max(100).optional(),
  /** Since when what the server says of its progress has not changed. */
  unchangedSince: Instant,
  /** How often the server has asked to be polled less. */
  slowdowns: z.int().min(0),
});
export type ProgressRecord = z.infer<typeof ProgressRecord>;

/** `decision.json`, written once: whether this export will be published or given up. */
export const DecisionRecord = z.strictObject({
  decision: z.enum(['publish', 'abandon']),
  /** Why somebody gave it up; nobody did where a failure is the reason. */
  reason: z.literal('Cancelled').optional(),
});
export type DecisionRecord = z.infer<typeof DecisionRecord>;

/** `failure.json`: why an export was given up. */
export const FailureRecord = z.strictObject({
  name: z.string(),
  message: z.string(),
  failedAt: Instant,
  serverJob: z.enum(['none', 'kept', 'deleted', 'not-deletable', 'delete-failed']),
});
export type FailureRecord = z.infer<typeof FailureRecord>;

/** `resumed.json`, written once: the export that goes on with the job of this one. */
export const ResumedRecord = z.strictObject({ by: ExportId });
export type ResumedRecord = z.infer<typeof ResumedRecord>;
