import type { Clock } from '../../lambdas/runtime/clock.ts';
import type { Json } from './payload.ts';
import { StatesError } from './states-error.ts';

/** The types of Step Functions' history events that the interpreter writes. */
type EventType =
  | `Execution${'Started' | 'Succeeded' | 'Failed' | 'TimedOut' | 'Aborted'}`
  | `${'Succeed' | 'Fail' | 'Wait' | 'Choice' | 'Task' | 'Map'}StateEntered`
  | `${'Succeed' | 'Wait' | 'Choice' | 'Task' | 'Map'}StateExited`
  | `Task${'Scheduled' | 'Started' | 'Succeeded' | 'Failed' | 'TimedOut'}`
  | `MapState${'Started' | 'Succeeded' | 'Failed'}`
  | `MapRun${'Started' | 'Succeeded' | 'Failed'}`
  | 'EvaluationFailed';

/** Numbers, flags, and payloads as JSON text. */
type EventDetails = Readonly<Record<string, unknown>>;

/** One event of an execution's history. */
export type HistoryEvent = {
  /** From 1, without gaps. */
  id: number;
  /** The event that caused this one; 0 for the first of an execution and of its first state. */
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
   * Adds an event that the previous one caused, and gives its id. Throws `States.Runtime` if there is room
   * for the last event only.
   */
  record(type: EventType, details?: EventDetails): number;
  /** Adds the event that ends the execution. */
  end(outcome: ExecutionOutcome): void;
};

/** Events that cause no other event in a history of Step Functions. */
const WITHOUT_EFFECT: readonly EventType[] = ['ExecutionStarted', 'MapStateSucceeded'];

/** An empty history; it calls `onEvent` with each event. */
export function newHistory(clock: Clock, onEvent: (event: HistoryEvent) => void): History {
  const events: HistoryEvent[] = [];
  let last = 0;
  const add = (type: EventType, previousEventId: number, details: EventDetails) => {
    const event = { id: events.length + 1, previousEventId, timestamp: clock.now(), type, details };
    events.push(event);
    if (!WITHOUT_EFFECT.includes(type)) last = event.id;
    onEvent(event);
    return event.id;
  };
  return {
    events,
    record(type, details = {}) {
      if (events.length + 1 >= MAX_EVENTS) throw new StatesError('States.Runtime', TOO_LONG);
      return add(type, last, details);
    },
    end(outcome) {
      const [type, details] = lastEvent(outcome);
      // No event causes a time-out or an abort.
      const hasCause = outcome.status === 'SUCCEEDED' || outcome.status === 'FAILED';
      add(type, hasCause ? last : 0, details);
    },
  };
}

function lastEvent(outcome: ExecutionOutcome): [EventType, EventDetails] {
  const { status: _, ...details } = outcome;
  switch (outcome.status) {
    case 'SUCCEEDED': {
      const output = JSON.stringify(outcome.output);
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
