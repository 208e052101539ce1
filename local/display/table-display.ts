import { createLogUpdate } from 'log-update';
import type { Clock } from '../../lambdas/runtime/clock.ts';
import type { DisplayStream, LiveDisplay } from './display.ts';
import { advance, type Progress } from './progress.ts';
import { renderTable } from './render-table.ts';

/** Ten frames a second. */
const FRAME_MILLISECONDS = 100;

/** A table that is drawn over itself; `log-update` hides the cursor and brings it back. */
export function tableDisplay(stream: DisplayStream, clock: Clock): LiveDisplay {
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
