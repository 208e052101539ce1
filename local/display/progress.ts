import type { Batches, ProgressRecord } from '../../lambdas/lake/export-records.ts';

/** Something that happened to one export. */
export type ProgressEvent = { exportId: string; source: string; at: Date } & (
  | { kind: 'state'; state: string }
  | ({ kind: 'polled' } & Pick<ProgressRecord, 'resourceCount' | 'batches'>)
  /** A step failed; whether it is tried again is for the workflow to say. */
  | { kind: 'trouble'; reason: string }
  | { kind: 'planned'; files: number; units: number }
  /** Bytes that arrived in the lake, and the files that they finished. */
  | { kind: 'stored'; files: number; bytes: number }
  | { kind: 'published'; files: number; bytes: number; lines: number }
  /** `reason`: the error's name, and what it says if that may be shown. */
  | { kind: 'failed'; reason: string }
  | { kind: 'skipped'; runningExportId: string }
  | { kind: 'unchanged' }
);

/** How an export ended, or that it runs. */
export type Outcome =
  | { kind: 'running' }
  | { kind: 'published'; at: Date; lines: number }
  | { kind: 'failed'; at: Date; reason: string }
  | { kind: 'skipped'; at: Date; runningExportId: string }
  | { kind: 'unchanged'; at: Date };

/** One export as far as its events tell. */
export type Progress = {
  exportId: string;
  source: string;
  startedAt: Date;
  /** The state machine's state, and each that was entered so far, once. */
  state: string;
  entered: readonly string[];
  /** What the last poll heard of the server's job. */
  polled: { resourceCount: number | undefined; batches: Batches | undefined };
  planned: { kind: 'not-yet' } | { kind: 'planned'; files: number; at: Date };
  stored: { files: number; bytes: number };
  outcome: Outcome;
  /** What went wrong in the state that it is still in. */
  problem?: string;
};

/** The export after the event; `undefined` is one that nothing was heard of. */
export function advance(before: Progress | undefined, event: ProgressEvent): Progress {
  const progress = before ?? begin(event);
  switch (event.kind) {
    case 'state':
      return {
        ...progress,
        state: event.state,
        ...(progress.problem && event.state !== progress.state && { problem: '' }),
        entered: [...new Set([...progress.entered, event.state])],
      };
    case 'polled':
      return {
        ...progress,
        polled: { resourceCount: event.resourceCount, batches: event.batches },
      };
    case 'trouble':
      return { ...progress, problem: event.reason };
    case 'planned':
      return { ...progress, planned: { kind: 'planned', files: event.files, at: event.at } };
    case 'stored':
      return { ...progress, stored: plus(progress.stored, event) };
    case 'published': {
      const { files, bytes, lines, at } = event;
      return { ...progress, stored: { files, bytes }, outcome: { kind: 'published', at, lines } };
    }
    case 'failed':
      return { ...progress, outcome: { kind: 'failed', at: event.at, reason: event.reason } };
    case 'skipped': {
      const { at, runningExportId } = event;
      return { ...progress, outcome: { kind: 'skipped', at, runningExportId } };
    }
    case 'unchanged':
      return { ...progress, outcome: { kind: 'unchanged', at: event.at } };
  }
}

const begin = ({ exportId, source, at }: ProgressEvent): Progress => ({
  exportId,
  source,
  startedAt: at,
  state: '',
  entered: [],
  polled: { resourceCount: undefined, batches: undefined },
  planned: { kind: 'not-yet' },
  stored: { files: 0, bytes: 0 },
  outcome: { kind: 'running' },
});

const plus = (stored: Progress['stored'], { files, bytes }: Progress['stored']) => ({
  files: stored.files + files,
  bytes: stored.bytes + bytes,
});
