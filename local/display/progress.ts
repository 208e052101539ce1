import type { Batches, ProgressRecord } from '../../lambdas/lake/export-records.ts';

/** Something that happened to one export. */
export type ProgressEvent = { exportId: string; source: string; at: Date } & (
  | { kind: 'state'; state: string }
  | ({ kind: 'polled' } & Pick<ProgressRecord, 'resourceCount' | 'batches'>)
  /** A step failed, and may be retried, or the server throttles. */
  | { kind: 'problem'; reason: string }
  /** The server asks for a long wait, or says nothing of the job. */
  | { kind: 'delayed'; reason: string }
  | { kind: 'planned'; files: number; units: number }
  /** Bytes that were stored in the lake, and the number of files that they began. */
  | { kind: 'stored'; files: number; bytes: number }
  | { kind: 'published'; files: number; bytes: number; lines: number }
  /** `reason`: the error's name and message. */
  | { kind: 'failed'; reason: string }
  | { kind: 'skipped'; runningExportId: string }
  | { kind: 'unchanged' }
);

/** How an export ended, or that it is running. */
export type Outcome =
  | { kind: 'running' }
  | { kind: 'published'; at: Date; lines: number }
  | { kind: 'failed'; at: Date; reason: string }
  | { kind: 'skipped'; at: Date; runningExportId: string }
  | { kind: 'unchanged'; at: Date };

/** One export after its events. */
export type Progress = {
  exportId: string;
  source: string;
  startedAt: Date;
  /** The current state of the state machine, and every state that was entered, once. */
  state: string;
  entered: readonly string[];
  /** The server's job at the last poll. */
  polled: { resourceCount: number | undefined; batches: Batches | undefined };
  planned: { kind: 'not-yet' } | { kind: 'planned'; files: number; at: Date };
  stored: { files: number; bytes: number };
  outcome: Outcome;
  /** The last problem in the current state. */
  problem?: string;
  /** Why it waits, until the next progress. */
  delay?: string;
};

/** The export after the event; `before` is undefined for its first event. */
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
        ...going(progress),
        polled: { resourceCount: event.resourceCount, batches: event.batches },
      };
    case 'delayed':
      return { ...progress, delay: event.reason };
    case 'problem':
      return { ...progress, problem: event.reason };
    case 'planned':
      return { ...going(progress), planned: { kind: 'planned', files: event.files, at: event.at } };
    case 'stored':
      return { ...going(progress), stored: plus(progress.stored, event) };
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

/** Without the delay that is over. */
const going = ({ delay: _, ...progress }: Progress): Progress => progress;

const plus = (stored: Progress['stored'], { files, bytes }: Progress['stored']) => ({
  files: stored.files + files,
  bytes: stored.bytes + bytes,
});
