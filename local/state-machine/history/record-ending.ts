import type { Ending } from '../execution.ts';
import type { EventDetails, EventType } from './event.ts';
import type { History } from './history.ts';
import type { Trail } from './trail.ts';

/** Writes the event that ends an execution. */
export function recordEnding(history: History, trail: Trail, ending: Ending): void {
  const [type, previousEventId, details] = lastEvent(ending, trail);
  history.end(type, previousEventId, details);
}

/** Nothing in particular leads to a time-out or an abort. */
function lastEvent(ending: Ending, trail: Trail): [EventType, number, EventDetails] {
  const { status: _, ...details } = ending;
  switch (ending.status) {
    case 'SUCCEEDED':
      return [
        'ExecutionSucceeded',
        trail.last(),
        { output: JSON.stringify(ending.output), outputDetails: { truncated: false } },
      ];
    case 'FAILED':
      return ['ExecutionFailed', trail.last(), details];
    case 'TIMED_OUT':
      return ['ExecutionTimedOut', 0, { error: 'States.Timeout' }];
    case 'ABORTED':
      return ['ExecutionAborted', 0, details];
  }
}
