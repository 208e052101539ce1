import type { Sources } from '../../lambdas/settings/sources.ts';
import type { StepHandler } from '../../lambdas/workflow/step.ts';
import type { Run } from '../executions/live-executions.ts';
import {
  parseDefinition,
  type StateMachineDefinition,
} from '../state-machine/definition/parse-definition.ts';
import { resolveDefinition } from '../state-machine/definition/resolve-definition.ts';
import type { InvokeContext, MachineDeps } from '../state-machine/execution.ts';
import { type ExecutionResult, runStateMachine } from '../state-machine/run-state-machine.ts';
import { BUCKET } from './local-cloud.ts';
import type { ExportObservers } from './observers.ts';
import type { Collaborators } from './steps.ts';

/** The state machine that `cdk synth` produces. */
export type Machine = {
  definition: StateMachineDefinition;
  /** The name of the step by the name of its function in the definition. */
  stepNames: Readonly<Record<string, string>>;
  template: unknown;
};

/** Synthesizes the stack in this process. */
export async function synthesizeMachine(sources: Sources): Promise<Machine> {
  // The CDK takes a second to load, so it is not loaded before the options are checked.
  const { synthesizeTemplate } = await import('../../infra/synthesize.ts');
  return machineOf(synthesizeTemplate({ sources }));
}

/** The state machine of a synthesized template. */
export function machineOf(template: unknown): Machine {
  const { definition, functions } = resolveDefinition(template, BUCKET);
  return { definition: parseDefinition(definition), stepNames: functions, template };
}

/** Calls the steps as Step Functions calls Lambda: by function name, with the remaining time. */
export const invoker =
  ({ stepNames }: Machine, steps: Readonly<Record<string, StepHandler<unknown>>>) =>
  async (functionName: string, payload: unknown, { remainingMilliseconds }: InvokeContext) => {
    const step = steps[stepNames[functionName] ?? ''];
    if (!step) throw new Error(`the function ${functionName} is not a step of the workflow`);
    return step(payload, { getRemainingTimeInMillis: remainingMilliseconds });
  };

/** The history and the measurements of a run. */
export type MeasuredRun = Pick<
  ExecutionResult,
  'history' | 'largestPayloadBytes' | 'longestHistory'
>;

type Runner = {
  run: Run;
  isRunning(exportId: string): boolean;
  measured(exportId: string): MeasuredRun | undefined;
};

/** Runs the state machine with the steps, and passes its events to the observers of the export. */
export function createRunner(
  machine: Machine,
  steps: Readonly<Record<string, StepHandler<unknown>>>,
  { clock, random, storage, stateMachineArn }: Collaborators & { stateMachineArn: string },
  observers: ExportObservers,
): Runner {
  const invoke = invoker(machine, steps);
  const running = new Set<string>();
  const runs = new Map<string, MeasuredRun>();
  return {
    isRunning: (exportId) => running.has(exportId),
    measured: (exportId) => runs.get(exportId),
    async run({ name, input, signal, onEvent }) {
      running.add(name);
      const notify: MachineDeps['onEvent'] = (event, execution) => {
        onEvent(event, execution);
        if (execution.name === name) observers.of(name)?.onHistoryEvent(event);
      };
      const deps = { clock, random, storage, invoke, signal, onEvent: notify };
      const options = { name, arn: stateMachineArn };
      const result = await runStateMachine(machine.definition, input, deps, options);
      runs.set(name, result);
      running.delete(name);
      return result;
    },
  };
}
