import type { Clock } from '../../lambdas/runtime/clock.ts';
import type { DisplayStream, LiveDisplay } from './display.ts';
import { lineDisplay } from './line-display.ts';
import { tableDisplay } from './table-display.ts';

type Deps = { stream: DisplayStream; clock: Clock; isTty: boolean };

/** A table that redraws itself on a terminal; in a pipe, lines that stay. `clock` is the wall's. */
export const liveDisplay = ({ stream, clock, isTty }: Deps): LiveDisplay =>
  isTty ? tableDisplay(stream, clock) : lineDisplay(stream);
