import type { ProgressEvent } from './progress.ts';

/** Where progress is shown: a terminal that can be redrawn, or a pipe that gets lines. */
export type DisplayStream = NodeJS.WritableStream & {
  columns?: number;
  /** As `tty.WriteStream` has it: knows `NO_COLOR`, `FORCE_COLOR` and `TERM`. */
  hasColors?(): boolean;
};

/** Shows exports side by side while they run. */
export type LiveDisplay = {
  show(event: ProgressEvent): void;
  /** Shows the last state of every export and gives the terminal back. */
  close(): Promise<void>;
};
