import type { EventDetails, EventType } from './event.ts';
import type { History } from './history.ts';

/** The events of one line of states: each points to the one before it on the same line. */
export type Trail = {
  record(type: EventType, details?: EventDetails): number;
  /** Marks the state that the line was in, and did not leave, as aborted. */
  abandon(): void;
  /** A line that branches off after the last event. */
  fork(): Trail;
  /** Goes on after the last event of another line. */
  follow(other: Trail): void;
  last(): number;
};

/** A trail that begins after the event `previousEventId`. */
export function createTrail(history: History, previousEventId: number): Trail {
  let last = previousEventId;
  let aborted: EventType | undefined;
  const record = (type: EventType, details: EventDetails = {}) => {
    const id = history.record(type, last, details);
    if (!ASIDE.test(type)) last = id;
    if (type.includes('StateE')) aborted = ABORTED[type];
    return id;
  };
  return {
    record,
    abandon: () => {
      if (aborted) record(aborted);
    },
    fork: () => createTrail(history, last),
    follow: (other) => {
      last = other.last();
    },
    last: () => last,
  };
}

/** Events that nothing follows on in a history of Step Functions. */
const ASIDE = /^(Map|Parallel)StateSucceeded$|^MapIterationFailed$|Aborted$/;

/** What is written where such a state is entered and not left; the other types leave at once. */
const ABORTED: Partial<Record<EventType, EventType>> = {
  WaitStateEntered: 'WaitStateAborted',
  TaskStateEntered: 'TaskStateAborted',
  ParallelStateEntered: 'ParallelStateAborted',
  MapStateEntered: 'MapStateAborted',
};
