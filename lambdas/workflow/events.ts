import * as z from 'zod';
import { ExportId } from '../lake/keys.ts';

/**
 * What passes between the states of the state machine: ids, keys and counters, never a file's URL, a
 * token, or a patient or group id (invariant 6). Everything else is in S3.
 */

/**
 * Input of an execution. The request is a named export, or `exports/<id>/request.json`. `adopt` and
 * `resume` are for executions started by hand; the record has its own `begin`.
 */
export const Start = z.strictObject({
  source: z.string(),
  export: z.string().optional(),
  /** Status URL of a job that was kicked off outside of Sluice, on an API origin of the source. */
  adopt: z.url().optional(),
  /** Id of a failed export to resume. */
  resume: ExportId.optional(),
});
export type Start = z.infer<typeof Start>;

const step = { exportId: ExportId, source: z.string() };

export const KickOffEvent = z.strictObject({
  exportId: ExportId,
  executionArn: z.string(),
  /** When the execution began; the deadline counts from here. */
  startedAt: z.iso.datetime(),
  start: Start,
});
export type KickOffEvent = z.infer<typeof KickOffEvent>;
export type KickedOff =
  | { kind: 'running'; waitSeconds: number }
  | { kind: 'complete' }
  /** The server accepts no job now: Kick off is called again after the wait. */
  | { kind: 'busy'; waitSeconds: number }
  | { kind: 'skipped'; runningExportId: string }
  /** The publication has not changed since the last export. */
  | { kind: 'unchanged'; lastExportId: string };

/** What Plan has planned so far. */
const PlannedSoFar = z.strictObject({ pages: z.int().min(0), units: z.int().min(0) });

export const PollEvent = z.strictObject({
  ...step,
  polls: z.int().min(0),
  plannedSoFar: PlannedSoFar,
});
export type PollEvent = z.infer<typeof PollEvent>;
export type Polled =
  | { kind: 'running'; waitSeconds: number }
  /** There are pages to download while the job still runs; the wait follows (rule 37). */
  | { kind: 'partial'; waitSeconds: number }
  | { kind: 'complete' };

export const PlanEvent = z.strictObject({ ...step, plannedSoFar: PlannedSoFar });
export type PlanEvent = z.infer<typeof PlanEvent>;
/**
 * `files` and `units` count this batch of pages; the object at `unitsKey` is a JSON array of
 * `{ unit, unitKey }`, the items of the Distributed Map.
 */
export type Planned = {
  files: number;
  units: number;
  unitsKey: string;
  maxConcurrency: number;
  plannedSoFar: z.infer<typeof PlannedSoFar>;
  /** Whether there will be more pages to plan. */
  hasMorePages: boolean;
  /** Set if attachments are planned once these files are downloaded. */
  next?: 'attachments';
};

export const DownloadEvent = z.strictObject({
  ...step,
  unitKey: z.string(),
  /** When the export's execution began; the deadline counts from here. */
  startedAt: z.iso.datetime(),
  /** How often the unit has waited for the server. */
  waits: z.int().min(0),
});
export type DownloadEvent = z.infer<typeof DownloadEvent>;
export type Downloaded = { kind: 'done'; files: number; bytes: number } | Unfinished;
/** The unit is not done: the state machine calls Download again. */
export type Unfinished =
  /** At once: the Lambda's time was nearly over. */
  | { kind: 'continue' }
  /** After the wait: the server throttles, or other units have all slots. */
  | { kind: 'retry-after'; waitSeconds: number };

export const PublishEvent = z.strictObject(step);
export type PublishEvent = z.infer<typeof PublishEvent>;
export type Published = {
  kind: 'published';
  transactionTime: string;
  /** Files stored in the lake. */
  files: number;
  quarantinedFiles: number;
  bytes: number;
  lines: number;
  /** False if the server reported errors or a file is quarantined. */
  complete: boolean;
};

/** The error output of a Catch. */
export const Failure = z.object({ Error: z.string(), Cause: z.string().optional() });
export type Failure = z.infer<typeof Failure>;
export const CleanUpEvent = z.strictObject({ ...step, failure: Failure });
export type CleanUpEvent = z.infer<typeof CleanUpEvent>;
/** `failure` is the root cause, also if the map reported another. */
export type CleanedUp = { kind: 'failed' | 'published'; failure: Failure };
