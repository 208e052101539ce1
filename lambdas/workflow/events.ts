import * as z from 'zod';
import { ExportId } from '../lake/keys.ts';

/**
 * What passes between the states of the state machine: ids, keys and counters, never a file's URL,
 * a token, or a patient or group id. Everything larger lives in S3.
 */

/**
 * Input of an execution. The request itself is a named export or `exports/<id>/request.json`, which
 * also says how the export begins; whoever starts an execution by hand may say it here.
 */
export const Start = z.strictObject({
  source: z.string(),
  export: z.string().optional(),
  /** Status URL of a job that somebody else kicked off, on the source's own origin. */
  adopt: z.url().optional(),
  /** Id of a failed export, to go on with its job. */
  resume: ExportId.optional(),
});
export type Start = z.infer<typeof Start>;

const step = { exportId: ExportId, source: z.string() };

export const KickOffEvent = z.strictObject({
  exportId: ExportId,
  executionArn: z.string(),
  /** When the execution began; a server that is busy is not asked for ever. */
  startedAt: z.iso.datetime(),
  start: Start,
});
export type KickOffEvent = z.infer<typeof KickOffEvent>;
export type KickedOff =
  | { kind: 'running'; waitSeconds: number }
  | { kind: 'complete' }
  /** The server begins no job now: asked again after the wait. */
  | { kind: 'busy'; waitSeconds: number }
  | { kind: 'skipped'; runningExportId: string }
  /** What the server publishes is what an earlier export has landed. */
  | { kind: 'unchanged'; lastExportId: string };

/** What Plan has planned so far, as the state machine carries it. */
const PlannedSoFar = z.strictObject({ pages: z.int().min(0), units: z.int().min(0) });

export const PollEvent = z.strictObject({
  ...step,
  polls: z.int().min(0),
  plannedSoFar: PlannedSoFar,
});
export type PollEvent = z.infer<typeof PollEvent>;
export type Polled =
  | { kind: 'running'; waitSeconds: number }
  /** There are pages to download while the job still runs; the wait comes after that (rule 37). */
  | { kind: 'partial'; waitSeconds: number }
  | { kind: 'complete' };

export const PlanEvent = z.strictObject({ ...step, plannedSoFar: PlannedSoFar });
export type PlanEvent = z.infer<typeof PlanEvent>;
/**
 * `files` and `units` are those of this batch of pages; `unitsKey` is a JSON array of
 * `{ unit, unitKey }`, the items of the Download map.
 */
export type Planned = {
  files: number;
  units: number;
  unitsKey: string;
  maxConcurrency: number;
  plannedSoFar: z.infer<typeof PlannedSoFar>;
  /** Whether there will be more pages to plan. */
  hasMorePages: boolean;
  /** There where attachments are to be planned, once these files are downloaded. */
  next?: 'attachments';
};

export const DownloadEvent = z.strictObject({
  ...step,
  unitKey: z.string(),
  /** When the export's execution began; no server is waited for past the deadline. */
  startedAt: z.iso.datetime(),
  /** How often the unit has waited for the server. */
  waits: z.int().min(0),
});
export type DownloadEvent = z.infer<typeof DownloadEvent>;
export type Downloaded = { kind: 'done'; files: number; bytes: number } | Unfinished;
/** There is more of a unit, and the state machine calls again. */
export type Unfinished =
  /** At once: the Lambda's time was nearly up. */
  | { kind: 'continue' }
  /** After the wait: the server is busy, or others are being served. */
  | { kind: 'retry-after'; waitSeconds: number };

export const PublishEvent = z.strictObject(step);
export type PublishEvent = z.infer<typeof PublishEvent>;
export type Published = {
  kind: 'published';
  transactionTime: string;
  /** Those that have landed. */
  files: number;
  quarantinedFiles: number;
  bytes: number;
  lines: number;
  /** False where the server told of errors, or a file is quarantined. */
  complete: boolean;
};

/** What a Catch hands on. */
export const Failure = z.object({ Error: z.string(), Cause: z.string().optional() });
export type Failure = z.infer<typeof Failure>;
export const CleanUpEvent = z.strictObject({ ...step, failure: Failure });
export type CleanUpEvent = z.infer<typeof CleanUpEvent>;
/** `failure` is what really went wrong, where a map hid it. */
export type CleanedUp = { kind: 'failed' | 'published'; failure: Failure };
