import type { Clock } from '../../lambdas/runtime/clock.ts';
import type { Json } from './payload.ts';
import { StatesError } from './states-error.ts';

/** The types of history events that the interpreter writes, in Step Functions' words. */
export type EventType =
  | `Execution${'Started' | 'Succeeded' | 'Failed' | 'TimedOut' | 'Aborted'}`
  | `${'Succeed' | 'Fail' | 'Wait' | 'Choice' | 'Task' | 'Map'}StateEntered`
  | `${'Succeed' | 'Wait' | 'Choice' | 'Task' | 'Map'}StateExited`
  | `Task${'Scheduled' | 'Started' | 'Succeeded' | 'Failed' | 'TimedOut'}`
  | `MapState${'Started' | 'Succeeded' | 'Failed'}`
  | `MapRun${'Started' | 'Succeeded' | 'Failed'}`
  | 'EvaluationFailed';

/** Numbers and flags, and payloads as JSON text. */
export type EventDetails = Readonly<Record<string, unknown>>;

/** One event of an execution's history. */
export type HistoryEvent = {
  /** From 1, without gaps. */
  id: number;
  /** The event that led to this one; 0 for the first of an execution and of its first state. */
  previousEventId: number;
  timestamp: Date;
  type: EventType;
  details: EventDetails;
};

/** How an execution ended. A time-out has no error and no cause, as in Step Functions. */
export type ExecutionOutcome =
  | { status: 'SUCCEEDED'; output: Json }
  | { status: 'FAILED'; error: string; cause?: string }
  | { status: 'TIMED_OUT' }
  | { status: 'ABORTED'; error?: string; cause?: string };

/** Step Functions ends an execution with its 25,000th event (F2). */
const MAX_EVENTS = 25_000;

export type History = {
  readonly events: readonly HistoryEvent[];
  /**
   * Adds an event, led to by the one before it, and gives its id. Throws `States.Runtime` where only the
   * last one has room left.
   */
  record(type: EventType, details?: EventDetails): number;
  /** Adds the event that ends the execution. */
  end(ending: ExecutionOutcome): void;
};

/** Events that nothing follows on in a history of Step Functions. */
const ASIDE: readonly EventType[] = ['ExecutionStarted', 'MapStateSucceeded'];

/** An empty history; `onEvent` hears each event as it is written. */
export function newHistory(clock: Clock, onEvent: (event: HistoryEvent) => void): History {
  const events: HistoryEvent[] = [];
  let last = 0;
  const add = (type: EventType, previousEventId: number, details: EventDetails) => {
    const event = { id: events.length + 1, previousEventId, timestamp: clock.now(), type, details };
    events.push(event);
    if (!ASIDE.includes(type)) last = event.id;
    onEvent(event);
    return event.id;
  };
  return {
    events,
    record(type, details = {}) {
      if (events.length + 1 >= MAX_EVENTS) throw new StatesError('States.Runtime', TOO_LONG);
      return add(type, last, details);
    },
    end(ending) {
      const [type, details] = lastEvent(ending);
      // Nothing in particular leads to a time-out or an abort.
      const isLed = ending.status === 'SUCCEEDED' || ending.status === 'FAILED';
      add(type, isLed ? last : 0, details);
    },
  };
}

function lastEvent(ending: ExecutionOutcome): [EventType, EventDetails] {
  const { status: _, ...details } = ending;
  switch (ending.status) {
    case 'SUCCEEDED': {
      const output = JSON.stringify(ending.output);
      return ['ExecutionSucceeded', { output, outputDetails: { truncated: false } }];
    }
    case 'FAILED':
      return ['ExecutionFailed', details];
    case 'TIMED_OUT':
      return ['ExecutionTimedOut', { error: 'States.Timeout' }];
    case 'ABORTED':
      return ['ExecutionAborted', details];
  }
}

const TOO_LONG = `The execution reached the maximum number of history events (${MAX_EVENTS}).`;
