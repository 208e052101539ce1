/** The types of history events that the interpreter writes, in Step Functions' words. */
export type EventType =
  | 'ExecutionStarted'
  | 'ExecutionSucceeded'
  | 'ExecutionFailed'
  | 'ExecutionTimedOut'
  | 'ExecutionAborted'
  | `${'Pass' | 'Succeed' | 'Wait' | 'Choice' | 'Task' | 'Parallel' | 'Map'}StateExited`
  | `${'Pass' | 'Succeed' | 'Fail' | 'Wait' | 'Choice' | 'Task' | 'Parallel' | 'Map'}StateEntered`
  | `${'Wait' | 'Task' | 'Parallel' | 'Map'}StateAborted`
  | `${'Parallel' | 'Map'}State${'Started' | 'Succeeded' | 'Failed'}`
  | `${'Task' | 'LambdaFunction'}${'Scheduled' | 'Started' | 'Succeeded' | 'Failed' | 'TimedOut'}`
  | `MapIteration${'Started' | 'Succeeded' | 'Failed' | 'Aborted'}`
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
