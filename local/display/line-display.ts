import type { DisplayStream, LiveDisplay } from './display.ts';
import { plainLine } from './plain-line.ts';
import { advance, type Progress, type ProgressEvent } from './progress.ts';

/** Lines of one export that only count further are this far apart. */
const PAUSE_MILLISECONDS = 2000;

/** A line for each change of state, and besides at most one every two seconds and export. */
export function lineDisplay(stream: DisplayStream): LiveDisplay {
  const progresses = new Map<string, Progress>();
  const told = new Map<string, Progress>();
  const lastCount = new Map<string, number>();
  return {
    show(event) {
      const { exportId } = event;
      const after = advance(progresses.get(exportId), event);
      progresses.set(exportId, after);
      if (isCount(event) && isTooSoon(event, lastCount.get(exportId))) return;
      const line = plainLine(event, after, told.get(exportId));
      if (line === undefined) return;
      told.set(exportId, after);
      if (isCount(event)) lastCount.set(exportId, event.at.getTime());
      stream.write(`${line}\n`);
    },
    close: async () => {},
  };
}

const isCount = ({ kind }: ProgressEvent) => kind === 'polled' || kind === 'stored';

const isTooSoon = ({ at }: ProgressEvent, last: number | undefined) =>
  last !== undefined && at.getTime() - last < PAUSE_MILLISECONDS;
