import * as z from 'zod';
import { ExportRequest, Instant, ResourceType } from '../settings/export-request.ts';

/** The papers of one export under `exports/<id>/`. */

/** `request.json`: what was asked, before anything was decided. */
export const RequestRecord = z.strictObject({ source: z.string(), request: ExportRequest });
export type RequestRecord = z.infer<typeof RequestRecord>;

/** `job.json`: what was decided and asked of the server, and where its status is. */
export const JobRecord = z.strictObject({
  exportId: z.string(),
  source: z.string(),
  scope: z.string(),
  request: ExportRequest,
  /** The `_since` that was sent; null: a full export. */
  since: z.string().nullable(),
  /** `transactionTime` of the last commit of this scope; a manifest may not be older. */
  lastTransactionTime: Instant.nullable(),
  /** SHA-256 over the group's member references; null where no group is read. */
  membership: z.string().nullable(),
  kickedOffAt: Instant,
  job: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('running'), statusUrl: z.url() }),
    /** The server answered the kick-off with the manifest (1up MTE). */
    z.strictObject({ kind: z.literal('complete'), manifestUrl: z.url() }),
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
});
export type ProgressRecord = z.infer<typeof ProgressRecord>;

/** One file that the server listed, in the order of the manifest. */
export const PlannedFile = z.strictObject({
  index: z.int().min(1),
  type: ResourceType,
  url: z.url(),
  key: z.string(),
  /** Lines the manifest promises, where it does. */
  count: z.int().min(0).optional(),
});
export type PlannedFile = z.infer<typeof PlannedFile>;

/** `plan/plan.json`: what the manifest adds up to. */
export const PlanRecord = z.strictObject({
  transactionTime: Instant,
  exportDate: z.iso.date(),
  requiresAccessToken: z.boolean(),
  files: z.int().min(0),
  units: z.int().min(0),
  /** Records the server promised over all files, where it did. */
  resourceCount: z.int().min(0).optional(),
});
export type PlanRecord = z.infer<typeof PlanRecord>;

/** `plan/unit-…json`: one unit of download work. */
export const UnitRecord = z.strictObject({
  unit: z.int().min(1),
  requiresAccessToken: z.boolean(),
  files: z.array(PlannedFile).min(1),
});
export type UnitRecord = z.infer<typeof UnitRecord>;

/** What became of one file. */
export const Receipt = z.strictObject({
  index: z.int().min(1),
  type: ResourceType,
  key: z.string(),
  bytes: z.int().min(0),
  lines: z.int().min(0),
  /** `sha256:<hex>` of the stored object. */
  checksum: z.string().regex(/^sha256:[0-9a-f]{64}$/),
});
export type Receipt = z.infer<typeof Receipt>;

/** `receipts/unit-…json`. */
export const ReceiptsRecord = z.strictObject({
  unit: z.int().min(1),
  receipts: z.array(Receipt),
});
export type ReceiptsRecord = z.infer<typeof ReceiptsRecord>;

/** `decision.json`, written once: whether this export will be published or given up (O7). */
export const DecisionRecord = z.strictObject({
  decision: z.enum(['publish', 'abandon']),
  /** Why somebody gave it up; nobody did where a failure is the reason. */
  reason: z.literal('Cancelled').optional(),
});
export type DecisionRecord = z.infer<typeof DecisionRecord>;

/** `commit.json`: from the moment it is there, the export exists. */
export const CommitRecord = z.strictObject({
  exportId: z.string(),
  source: z.string(),
  scope: z.string(),
  transactionTime: Instant,
  exportDate: z.iso.date(),
  since: z.string().nullable(),
  membership: z.string().nullable(),
  committedAt: Instant,
  complete: z.literal(true),
  bytes: z.int().min(0),
  lines: z.int().min(0),
  files: z.array(Receipt),
});
export type CommitRecord = z.infer<typeof CommitRecord>;

/** `failure.json`: why an export was given up. */
export const FailureRecord = z.strictObject({
  name: z.string(),
  message: z.string(),
  failedAt: Instant,
  serverJob: z.enum(['none', 'cancelled', 'not-cancellable', 'cancel-failed']),
});
export type FailureRecord = z.infer<typeof FailureRecord>;
