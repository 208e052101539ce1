import { advance, type Progress, type ProgressEvent } from '../../../local/display/progress.ts';

/** An event without its export and time. */
type What = ProgressEvent extends infer E
  ? E extends ProgressEvent
    ? Omit<E, 'exportId' | 'source' | 'at'>
    : never
  : never;

/** A time, in seconds after the start of the tests' day. */
export const at = (seconds: number): Date =>
  new Date(Date.parse('2026-01-01T00:00:00Z') + seconds * 1000);

/** An event of the only export of a source. */
export const event = (source: string, seconds: number, what: What): ProgressEvent => ({
  ...what,
  exportId: `exp-${source}`,
  source,
  at: at(seconds),
});

/** The export after these events, each with its second. */
export function after(source: string, ...events: [number, What][]): Progress {
  const [first, ...rest] = events.map(([seconds, what]) => event(source, seconds, what));
  if (!first) throw new Error('an export begins with an event');
  return rest.reduce(advance, advance(undefined, first));
}

/** 1upHealth's counters of a job of twelve batches. */
export const batches = (complete: number) => ({
  running: 12 - complete,
  complete,
  failed: 0,
  total: 12,
});
