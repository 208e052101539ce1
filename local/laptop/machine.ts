import type { Sources } from '../../lambdas/settings/sources.ts';
import type { StepHandler } from '../../lambdas/workflow/step.ts';
import {
  parseDefinition,
  type StateMachineDefinition,
} from '../state-machine/definition/parse-definition.ts';
import { resolveDefinition } from '../state-machine/definition/resolve-definition.ts';
import type { InvokeContext } from '../state-machine/execution.ts';
import { BUCKET } from './names.ts';

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
