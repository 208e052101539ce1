import type { Storage } from '../../lambdas/lake/storage.ts';
import type { Clock } from '../../lambdas/runtime/clock.ts';
import type { Branch } from './definition/states.ts';
import type { ExecutionOutcome, History, HistoryEvent } from './history.ts';
import type { Json, Measures } from './payload.ts';

/** What a function learns about the call it answers. */
export type InvokeContext = {
  /** Until Step Functions or Lambda gives up on it: 15 minutes, or the task's TimeoutSeconds. */
  remainingMilliseconds(): number;
  /** Aborts when nobody waits for the answer any more. As in AWS, the function itself runs on (O6). */
  signal: AbortSignal;
};

export type MachineDeps = {
  clock: Clock;
  random: () => number;
  /** Calls a function; an error's name is what Retry and Catch match. */
  invoke: (functionName: string, payload: unknown, context: InvokeContext) => Promise<unknown>;
  /** The lake's bucket, for readers and writers of Distributed Maps, whatever bucket they name. */
  storage: Pick<Storage, 'read' | 'put' | 'list'>;
  /** Hears every event as it is written, those of child executions too. */
  onEvent?: (event: HistoryEvent, execution: ExecutionIdentity) => void;
  /** Aborts the execution. */
  signal?: AbortSignal;
};

export type ExecutionIdentity = {
  arn: string;
  name: string;
  stateMachineArn: string;
};

export type Variables = Readonly<Record<string, Json>>;

/** One execution as its states see it. */
export type Execution = {
  identity: ExecutionIdentity;
  /** `$states.context.Execution` and `.StateMachine`. */
  context: { Execution: Json; StateMachine: Json };
  history: History;
  measures: Measures;
  deps: MachineDeps;
  /** Runs a branch as an execution of its own. */
  runChild: (branch: Branch, child: ExecutionStart) => Promise<ExecutionOutcome>;
};

export type ExecutionStart = { identity: ExecutionIdentity; input: Json; signal: AbortSignal };
