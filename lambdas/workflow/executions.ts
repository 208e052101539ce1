import type { Start } from './events.ts';

/** How an execution of the state machine stands, in Step Functions' words. */
export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export type Execution = {
  status: ExecutionStatus;
  startedAt: Date;
  stoppedAt?: Date;
  /** What the execution returned; JSON text. */
  output?: string;
  error?: string;
  cause?: string;
};

/** Step Functions in the verbs that Sluice needs. */
export type Executions = {
  /** Starts the workflow; the export's id becomes the execution's name. */
  start(exportId: string, input: Start): Promise<void>;
  /** undefined where no such execution is known. */
  describe(exportId: string): Promise<Execution | undefined>;
  /** Aborts a running execution; what is to clean up follows from the status-change event. */
  stop(exportId: string, error: string, cause: string): Promise<void>;
};
