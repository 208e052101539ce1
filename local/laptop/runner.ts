import type { StepHandler } from '../../lambdas/workflow/step.ts';
import type { Run } from '../executions/running-execution.ts';
import { type ExecutionResult, runStateMachine } from '../state-machine/run-state-machine.ts';
import type { Collaborators } from './collaborators.ts';
import { invoker, type Machine } from './machine.ts';
import type { Watches } from './watches.ts';

/** What one run of the state machine came to. */
export type MeasuredRun = Pick<
  ExecutionResult,
  'history' | 'largestPayloadBytes' | 'longestHistory'
>;

export type Runner = {
  run: Run;
  isRunning(exportId: string): boolean;
  measured(exportId: string): MeasuredRun | undefined;
};

/** Runs the state machine over the steps, and lets whoever watches an export see its events. */
export function runner(
  machine: Machine,
  steps: Readonly<Record<string, StepHandler<unknown>>>,
  { clock, random, storage, stateMachineArn }: Collaborators & { stateMachineArn: string },
  watched: Watches,
): Runner {
  const invoke = invoker(machine, steps);
  const running = new Set<string>();
  const runs = new Map<string, MeasuredRun>();
  return {
    isRunning: (exportId) => running.has(exportId),
    measured: (exportId) => runs.get(exportId),
    async run({ name, input, signal, onEvent }) {
      running.add(name);
      const tell: NonNullable<Parameters<typeof runStateMachine>[2]['onEvent']> = (event, of) => {
        onEvent(event, of);
        if (of.name === name) watched.of(name)?.onHistoryEvent(event);
      };
      const deps = { clock, random, storage, invoke, signal, onEvent: tell };
      const options = { name, arn: stateMachineArn };
      const result = await runStateMachine(machine.definition, input, deps, options);
      runs.set(name, result);
      running.delete(name);
      return result;
    },
  };
}
