import { createLogUpdate } from 'log-update';
import type { Clock } from '../../lambdas/runtime/clock.ts';
import { plainLine } from './plain-line.ts';
import { advance, type Progress, type ProgressEvent } from './progress.ts';
import { renderTable } from './render-table.ts';

/** Where progress is shown: a terminal that can be redrawn, or a pipe that gets lines. */
type DisplayStream = NodeJS.WritableStream & {
  columns?: number;
  /** As in `tty.WriteStream`, which reads `NO_COLOR`, `FORCE_COLOR` and `TERM`. */
  hasColors?(): boolean;
};

/** Shows exports side by side while they run. */
export type LiveDisplay = {
  show(event: ProgressEvent): void;
  /** Shows the last state of every export and restores the terminal. */
  close(): Promise<void>;
};

type Deps = { stream: DisplayStream; clock: Clock; isTty: boolean };

/** On a terminal, a table that is redrawn; in a pipe, lines. `clock` is real time. */
export const liveDisplay = ({ stream, clock, isTty }: Deps): LiveDisplay =>
  isTty ? tableDisplay(stream, clock) : lineDisplay(stream);

/** The time between two lines of one export that only update counters. */
const PAUSE_MILLISECONDS = 2000;

/** A line for each change of state, and for each export at most one every two seconds with counters. */
function lineDisplay(stream: DisplayStream): LiveDisplay {
  const progresses = new Map<string, Progress>();
  const shown = new Map<string, Progress>();
  const lastCount = new Map<string, number>();
  return {
    show(event) {
      const { exportId } = event;
      const after = advance(progresses.get(exportId), event);
      progresses.set(exportId, after);
      if (isCount(event) && isTooSoon(event, lastCount.get(exportId))) return;
      const line = plainLine(event, after, shown.get(exportId));
      if (line === undefined) return;
      shown.set(exportId, after);
      if (isCount(event)) lastCount.set(exportId, event.at.getTime());
      stream.write(`${line}\n`);
    },
    close: async () => {},
  };
}

const isCount = ({ kind }: ProgressEvent) => kind === 'polled' || kind === 'stored';

const isTooSoon = ({ at }: ProgressEvent, last: number | undefined) =>
  last !== undefined && at.getTime() - last < PAUSE_MILLISECONDS;

/** Ten frames a second. */
const FRAME_MILLISECONDS = 100;

/** A table that is redrawn in place; `log-update` hides the cursor and restores it. */
function tableDisplay(stream: DisplayStream, clock: Clock): LiveDisplay {
  const progresses = new Map<string, Progress>();
  const update = createLogUpdate(stream);
  const closed = new AbortController();
  const colour = stream.hasColors?.() ?? false;

  const draw = () => {
    if (progresses.size === 0) return;
    const look = { width: stream.columns ?? 80, colour };
    update(renderTable([...progresses.values()], clock.now(), look));
  };
  const frames = drawFrames(draw, clock, closed.signal);

  return {
    show(event) {
      progresses.set(event.exportId, advance(progresses.get(event.exportId), event));
    },
    async close() {
      closed.abort();
      await frames;
      draw();
      update.done();
    },
  };
}

async function drawFrames(draw: () => void, clock: Clock, closed: AbortSignal): Promise<void> {
  while (!closed.aborted) {
    draw();
    await clock.sleep(FRAME_MILLISECONDS, closed).catch(() => undefined);
  }
}
