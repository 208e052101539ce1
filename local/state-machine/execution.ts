import type { Storage } from '../../lambdas/lake/storage.ts';
import type { Clock } from '../../lambdas/runtime/clock.ts';
import type { Branch } from './definition/states.ts';
import type { ExecutionOutcome, History, HistoryEvent } from './history.ts';
import type { Json, Measures } from './payload.ts';

/** What a function knows about its call. */
export type InvokeContext = {
  /** Until the call times out: 15 minutes, or the task's TimeoutSeconds. */
  remainingMilliseconds(): number;
  /** Aborts when the caller no longer waits. As in AWS, the function itself continues (O6). */
  signal: AbortSignal;
};

export type MachineDeps = {
  clock: Clock;
  random: () => number;
  /** Calls a function; Retry and Catch match the name of its error. */
  invoke: (functionName: string, payload: unknown, context: InvokeContext) => Promise<unknown>;
  /** The bucket of the readers and writers of Distributed Maps, whatever bucket they name. */
  storage: Pick<Storage, 'read' | 'put' | 'list'>;
  /** Called with every event, also those of child executions. */
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
  /** Runs a branch as its own execution. */
  runChild: (branch: Branch, child: ExecutionStart) => Promise<ExecutionOutcome>;
};

export type ExecutionStart = { identity: ExecutionIdentity; input: Json; signal: AbortSignal };
