import * as z from 'zod';

/**
 * What passes between the states of the state machine: ids, keys and counters, never a file's URL,
 * a token, or a patient or group id. Everything larger lives in S3.
 */

/** An export's id: the name of its execution. */
export const ExportId = z.string().regex(/^[A-Za-z0-9-_]{1,80}$/, 'an export id');

/** Input of an execution; the request itself is a named export or `exports/<id>/request.json`. */
export const Start = z.strictObject({ source: z.string(), export: z.string().optional() });
export type Start = z.infer<typeof Start>;

const step = { exportId: ExportId, source: z.string() };

export const KickOffEvent = z.strictObject({
  exportId: ExportId,
  executionArn: z.string(),
  start: Start,
});
export type KickOffEvent = z.infer<typeof KickOffEvent>;
export type KickedOff =
  | { kind: 'running'; waitSeconds: number }
  | { kind: 'complete' }
  | { kind: 'skipped'; runningExportId: string };

export const PollEvent = z.strictObject({ ...step, polls: z.int().min(0) });
export type PollEvent = z.infer<typeof PollEvent>;
export type Polled = { kind: 'running'; waitSeconds: number } | { kind: 'complete' };

export const PlanEvent = z.strictObject(step);
export type PlanEvent = z.infer<typeof PlanEvent>;
/** `unitsKey` is a JSON array of `{ unit, unitKey }`, the items of the Download map. */
export type Planned = { files: number; units: number; unitsKey: string; maxConcurrency: number };

export const DownloadEvent = z.strictObject({ ...step, unitKey: z.string() });
export type DownloadEvent = z.infer<typeof DownloadEvent>;
/** `more`: the Lambda's time was nearly up; the state machine calls again. */
export type Downloaded = { kind: 'done'; files: number; bytes: number } | { kind: 'more' };

export const PublishEvent = z.strictObject(step);
export type PublishEvent = z.infer<typeof PublishEvent>;
export type Published = {
  kind: 'published';
  transactionTime: string;
  files: number;
  bytes: number;
  lines: number;
};

/** What a Catch hands on. */
export const Failure = z.object({ Error: z.string(), Cause: z.string().optional() });
export type Failure = z.infer<typeof Failure>;
export const CleanUpEvent = z.strictObject({ ...step, failure: Failure });
export type CleanUpEvent = z.infer<typeof CleanUpEvent>;
/** `failure` is what really went wrong, where a map hid it. */
export type CleanedUp = { kind: 'failed' | 'published'; failure: Failure };
