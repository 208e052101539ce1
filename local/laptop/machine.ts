import type { Sources } from '../../lambdas/settings/sources.ts';
import type { StepHandler } from '../../lambdas/workflow/step.ts';
import type { Run } from '../executions/live-executions.ts';
import {
  parseDefinition,
  type StateMachineDefinition,
} from '../state-machine/definition/parse-definition.ts';
import { resolveDefinition } from '../state-machine/definition/resolve-definition.ts';
import type { InvokeContext } from '../state-machine/execution.ts';
import { type ExecutionResult, runStateMachine } from '../state-machine/run-state-machine.ts';
import { BUCKET } from './local-cloud.ts';
import type { ExportObservers } from './observers.ts';
import type { Collaborators } from './steps.ts';

/** The state machine that `cdk synth` produces, and which step each of its functions is. */
export type Machine = {
  definition: StateMachineDefinition;
  /** The step's name by the function's name in the definition. */
  stepNames: Readonly<Record<string, string>>;
  template: unknown;
};

/** Synthesizes the stack in this process and takes its state machine out of the template. */
export async function synthesizeMachine(sources: Sources): Promise<Machine> {
  // To load the CDK takes a second, which nobody waits for who only mistyped an option.
  const { synthesizeTemplate } = await import('../../infra/synthesize.ts');
  return machineOf(synthesizeTemplate({ sources }));
}

/** The state machine of a synthesized template. */
export function machineOf(template: unknown): Machine {
  const { definition, functions } = resolveDefinition(template, BUCKET);
  return { definition: parseDefinition(definition), stepNames: functions, template };
}

/** Calls the steps as Step Functions calls Lambda: by function name, with the time that is left. */
export const invoker =
  ({ stepNames }: Machine, steps: Readonly<Record<string, StepHandler<unknown>>>) =>
  async (functionName: string, payload: unknown, { remainingMilliseconds }: InvokeContext) => {
    const step = steps[stepNames[functionName] ?? ''];
    if (!step) throw new Error(`the function ${functionName} is no step of the workflow`);
    return step(payload, { getRemainingTimeInMillis: remainingMilliseconds });
  };

/** What one run of the state machine came to. */
export type MeasuredRun = Pick<
  ExecutionResult,
  'history' | 'largestPayloadBytes' | 'longestHistory'
>;

type Runner = {
  run: Run;
  isRunning(exportId: string): boolean;
  measured(exportId: string): MeasuredRun | undefined;
};

/** Runs the state machine over the steps, and lets whoever watches an export see its events. */
export function createRunner(
  machine: Machine,
  steps: Readonly<Record<string, StepHandler<unknown>>>,
  { clock, random, storage, stateMachineArn }: Collaborators & { stateMachineArn: string },
  watched: ExportObservers,
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
