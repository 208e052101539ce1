import * as z from 'zod';
import { ExportRequest, Instant } from '../settings/export-request.ts';
import { ExportId } from './keys.ts';
import { PublicationCursor } from './scope-records.ts';

/** The records of one export under `exports/<id>/`. */

/** How an export gets its job on the server. */
export const Begin = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('kick-off') }),
  /** With a job that was kicked off outside of Sluice. */
  z.strictObject({ kind: z.literal('adopt'), statusUrl: z.url() }),
  /** With the job of a failed export, whose data is kept. */
  z.strictObject({ kind: z.literal('resume'), exportId: ExportId }),
]);
export type Begin = z.infer<typeof Begin>;

/** `request.json`: the request as received. */
export const RequestRecord = z.strictObject({
  source: z.string(),
  request: ExportRequest,
  begin: Begin,
});
export type RequestRecord = z.infer<typeof RequestRecord>;

/** `job.json`: the request as sent to the server, and the URL of the job's status. */
export const JobRecord = z.strictObject({
  exportId: z.string(),
  /** The `export_id` of its data: its own id, or that of the export it resumes. */
  dataExportId: z.string(),
  source: z.string(),
  scope: z.string(),
  request: ExportRequest,
  /** The `_since` that was sent; null: a full export. */
  since: z.string().nullable(),
  /** `transactionTime` of the scope's last commit; a manifest must not be older. */
  lastTransactionTime: Instant.nullable(),
  /** SHA-256 over the group's member references; null if no group was read. */
  membership: z.string().nullable(),
  /** When the execution began; the deadline counts from here, including waits for a busy server. */
  startedAt: Instant,
  kickedOffAt: Instant,
  job: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('running'),
      statusUrl: z.url(),
      /** Whether the server sends the job's status in X-Export-Status (rule 30). */
      statusHeader: z.boolean(),
    }),
    /** The server answered the kick-off with the manifest (1up MTE). */
    z.strictObject({ kind: z.literal('complete'), manifestUrl: z.url() }),
    /** There is no job: Kick off has read all pages of the publication. */
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

/** `progress.json`: the result of the last poll. */
export const ProgressRecord = z.strictObject({
  polledAt: Instant,
  resourceCount: z.int().min(0).optional(),
  batches: Batches.optional(),
  note: z.string().max(100).optional(),
  /** Since when the reported progress has not changed. */
  unchangedSince: Instant,
  /** How often the server has throttled polls. */
  throttledPolls: z.int().min(0),
  /** Since when no answer has said anything of the job, and what came instead. */
  unanswered: z.strictObject({ since: Instant, reason: z.string() }).optional(),
});
export type ProgressRecord = z.infer<typeof ProgressRecord>;

/** `wait.json`: the last wait above an hour that a server asked for. */
export const WaitRecord = z.strictObject({
  step: z.enum(['kick-off', 'poll', 'download']),
  until: Instant,
});
export type WaitRecord = z.infer<typeof WaitRecord>;

/** `decision.json`, written once: whether this export is published or abandoned. */
export const DecisionRecord = z.strictObject({
  decision: z.enum(['publish', 'abandon']),
  /** Absent if a failure is the reason. */
  reason: z.literal('Cancelled').optional(),
});
export type DecisionRecord = z.infer<typeof DecisionRecord>;

/** `failure.json`: why an export was abandoned. */
export const FailureRecord = z.strictObject({
  name: z.string(),
  message: z.string(),
  failedAt: Instant,
  serverJob: z.enum(['none', 'kept', 'deleted', 'not-deletable', 'delete-failed']),
});
export type FailureRecord = z.infer<typeof FailureRecord>;

/** `resumed.json`, written once: the export that resumed this one. */
export const ResumedRecord = z.strictObject({ by: ExportId });
export type ResumedRecord = z.infer<typeof ResumedRecord>;
