import type { Start } from './events.ts';

/** Step Functions' status of an execution. */
export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export type Execution = {
  status: ExecutionStatus;
  startedAt: Date;
  stoppedAt?: Date;
  /** The execution's output as JSON text. */
  output?: string;
  error?: string;
  cause?: string;
};

/** Step Functions, as far as Sluice uses it. */
export type Executions = {
  /** Starts the workflow; the export's id becomes the execution's name. */
  start(exportId: string, input: Start): Promise<void>;
  /** undefined if there is no such execution. */
  describe(exportId: string): Promise<Execution | undefined>;
  /** Aborts a running execution; its status-change event starts Clean up. */
  stop(exportId: string, error: string, cause: string): Promise<void>;
};
