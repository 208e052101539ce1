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
