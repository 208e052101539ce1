import type { Clock } from '../../../lambdas/shared/clock.ts';
import { StatesError } from '../states-error.ts';
import type { EventDetails, EventType, HistoryEvent } from './event.ts';

/** Step Functions ends an execution with its 25,000th event (F2). */
export const MAX_EVENTS = 25_000;

export type History = {
  readonly events: readonly HistoryEvent[];
  /** Adds an event and gives its id. Throws `States.Runtime` where only the last one has room left. */
  record(type: EventType, previousEventId: number, details: EventDetails): number;
  /** Adds the event that ends the execution. */
  end(type: EventType, previousEventId: number, details: EventDetails): void;
};

/** An empty history; `onEvent` hears each event as it is written. */
export function createHistory(clock: Clock, onEvent: (event: HistoryEvent) => void): History {
  const events: HistoryEvent[] = [];
  const add = (type: EventType, previousEventId: number, details: EventDetails) => {
    const event = { id: events.length + 1, previousEventId, timestamp: clock.now(), type, details };
    events.push(event);
    onEvent(event);
    return event.id;
  };
  return {
    events,
    end: add,
    record(type, previousEventId, details) {
      if (events.length + 1 >= MAX_EVENTS) throw new StatesError('States.Runtime', TOO_LONG);
      return add(type, previousEventId, details);
    },
  };
}

const TOO_LONG = `The execution reached the maximum number of history events (${MAX_EVENTS}).`;
