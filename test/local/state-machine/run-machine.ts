import { parseDefinition } from '../../../local/state-machine/definition/parse-definition.ts';
import type { InvokeContext, MachineDeps } from '../../../local/state-machine/execution.ts';
import {
  type ExecutionResult,
  runStateMachine,
} from '../../../local/state-machine/run-state-machine.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';
import { virtualClock } from '../../fakes/virtual-clock.ts';

/** Functions by the name that tasks call. */
export type Functions = Record<
  string,
  (payload: unknown, context: InvokeContext) => unknown | Promise<unknown>
>;

type Setting = Partial<Omit<MachineDeps, 'invoke'>> & { functions?: Functions };

const MACHINE_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:sluice';

/** Runs a machine in virtual time, with randomness 0.5, as execution `first`. */
export function runMachine(
  machine: Record<string, unknown>,
  input: unknown = {},
  { functions = {}, ...deps }: Setting = {},
): Promise<ExecutionResult> {
  const definition = parseDefinition({ QueryLanguage: 'JSONata', ...machine });
  return runStateMachine(
    definition,
    input,
    {
      clock: virtualClock(),
      random: () => 0.5,
      storage: memoryStorage(),
      invoke: async (name, payload, context) => functionNamed(name, functions)(payload, context),
      ...deps,
    },
    { name: 'first', arn: MACHINE_ARN },
  );
}

/** Runs states, starting with the first. */
export function runStates(
  states: Record<string, unknown>,
  input?: unknown,
  setting?: Setting,
): Promise<ExecutionResult> {
  const [StartAt = ''] = Object.keys(states);
  return runMachine({ StartAt, States: states }, input, setting);
}

/** A task that calls a function by name and passes on its answer. */
export const call = (FunctionName: string, more: Record<string, unknown> = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName, Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  ...('Next' in more ? {} : { End: true }),
  ...more,
});

/** A state that takes no time and passes on its input or its `Output`. */
export const still = (more: Record<string, unknown> = {}) => ({
  Type: 'Wait',
  Seconds: 0,
  ...('Next' in more ? {} : { End: true }),
  ...more,
});

/** The types of the events of a history. */
export const types = ({ history }: ExecutionResult): string[] => history.map(({ type }) => type);

/** The names of the states that were entered. */
export const entered = ({ history }: ExecutionResult): unknown[] =>
  history.filter(({ type }) => type.endsWith('StateEntered')).map(({ details }) => details.name);

/** The output of an execution, or its failure. */
export function outcome(result: ExecutionResult): unknown {
  if (result.status === 'SUCCEEDED') return result.output;
  if (result.status === 'TIMED_OUT') return result.status;
  const { status, error, cause } = result;
  return { status, error, cause };
}

/** An error that a function throws. */
export function named(name: string, message = 'it broke'): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

function functionNamed(name: string, functions: Functions) {
  const found = functions[name];
  if (found) return found;
  throw named('Lambda.ResourceNotFoundException', name);
}
