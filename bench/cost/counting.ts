import * as z from 'zod';
import type { Aws } from '../../lambdas/aws/aws.ts';
import type { Log } from '../../lambdas/runtime/log.ts';
import type { StepHandler } from '../../lambdas/workflow/step.ts';
import { type Collaborators, stepHandlers } from '../../local/laptop/steps.ts';
import type { ExecutionIdentity } from '../../local/state-machine/execution.ts';
import type { HistoryEvent } from '../../local/state-machine/history.ts';

/** Calls of AWS by operation, such as `PutObject`. */
const AwsCalls = z.record(z.string(), z.number());
export type AwsCalls = z.infer<typeof AwsCalls>;

/** The counts of one export by the real state machine and the real steps. */
export const Counted = z.object({
  files: z.number(),
  /** State transitions as Step Functions bills them, with the start. */
  stateTransitions: z.number(),
  /** Events of the export's own execution. */
  historyEvents: z.number(),
  /** Events of all child executions of the Distributed Map. */
  childEvents: z.number(),
  childExecutions: z.number(),
  /** By the step's name. */
  steps: z.record(z.string(), z.object({ calls: z.number(), awsCalls: AwsCalls })),
  /** Calls of the Distributed Map itself, which reads the units and writes their results. */
  mapCalls: AwsCalls,
  /** Log lines of the steps. */
  logLines: z.number(),
});
export type Counted = z.infer<typeof Counted>;

/** The number of AWS calls with such a name. */
export const awsCalls = ({ steps, mapCalls }: Counted, name: RegExp): number =>
  [mapCalls, ...Object.values(steps).map((step) => step.awsCalls)].reduce(
    (sum, calls) => sum + matching(calls, name),
    0,
  );

/** The number of these calls with such a name. */
export const matching = (calls: AwsCalls, name: RegExp): number =>
  Object.entries(calls).reduce((sum, [call, times]) => sum + (name.test(call) ? times : 0), 0);

export const lambdaCalls = ({ steps }: Counted): number =>
  Object.values(steps).reduce((sum, { calls }) => sum + calls, 0);

type Events = Pick<
  Counted,
  'stateTransitions' | 'historyEvents' | 'childEvents' | 'childExecutions'
>;

/** Counts the events of an execution and of its children; a retried task is scheduled again. */
export function countingEvents(exportId: string) {
  let own = 0;
  let children = 0;
  let started = 0;
  let entered = 0;
  let attempts = 0;
  let tasks = 0;
  return {
    onEvent({ type }: HistoryEvent, { name }: ExecutionIdentity): void {
      if (name === exportId) own += 1;
      else children += 1;
      if (type === 'ExecutionStarted') started += 1;
      if (type.endsWith('StateEntered')) entered += 1;
      if (type === 'TaskStateEntered') tasks += 1;
      if (type === 'TaskScheduled') attempts += 1;
    },
    counted: (): Events => ({
      // The start of an execution counts as one (AWS's price page adds "start" to its states).
      stateTransitions: started + entered + Math.max(0, attempts - tasks),
      ...{ historyEvents: own, childEvents: children, childExecutions: started - 1 },
    }),
  };
}

/** Counts the calls of AWS. */
export const countingAws = (aws: Aws, calls: AwsCalls): Aws => ({
  ...aws,
  call: (operation, attempt) =>
    aws.call(operation, (number) => {
      calls[operation] = (calls[operation] ?? 0) + 1;
      return attempt(number);
    }),
});

type Steps = Record<string, StepHandler<unknown>>;

/** The steps, each with its own collaborators as in a Lambda, and the counts of their calls and log lines. */
export function countingSteps(aws: Aws, make: (aws: Aws) => Collaborators) {
  const counted: Counted['steps'] = {};
  let logLines = 0;
  const line = () => {
    logLines += 1;
  };
  const log: Log = { info: line, warn: line, error: line, count() {} };
  const stepOf = (name: string): StepHandler<unknown> | undefined => {
    const counts = { calls: 0, awsCalls: {} };
    const handler = stepHandlers({ ...make(countingAws(aws, counts.awsCalls)), log })[name];
    counted[name] = counts;
    return async (event, context) => {
      counts.calls += 1;
      return handler?.(event, context);
    };
  };
  const steps: Steps = {};
  for (const name of Object.keys(stepHandlers(make(aws)))) {
    const step = stepOf(name);
    if (step) steps[name] = step;
  }
  return { steps, counted, logLines: () => logLines };
}
