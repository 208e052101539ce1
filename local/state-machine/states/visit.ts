import type { Execution, Variables } from '../execution.ts';
import { type Bindings, evaluate } from '../jsonata.ts';
import { type Json, payload } from '../payload.ts';
import { QueryFailed, StatesError } from '../states-error.ts';

/** One visit to one state. Variables are those on entry: what a state assigns, the next one sees. */
export type Visit = {
  execution: Execution;
  name: string;
  input: Json;
  variables: Variables;
  signal: AbortSignal;
  /** The id of the event of entering. */
  enteredId: number;
  /** `$states.context.State`. */
  stateContext: Readonly<Record<string, Json>>;
};

/** What comes of a visit; no `next` ends the branch. */
export type StateOutcome = { output: Json; assigned: Variables; next: string | undefined };

/** What the expressions of this state may name; `more` adds `result` or `errorOutput` to `$states`. */
export const bindings = (visit: Visit, more: Readonly<Record<string, Json>> = {}): Bindings => ({
  ...visit.variables,
  states: { input: visit.input, context: contextOf(visit), ...more },
});

/** `$states.context`. */
export const contextOf = ({ execution, stateContext }: Visit) => ({
  ...execution.context,
  State: stateContext,
});

/** Words a failure of the interpreter's own as Step Functions does. */
export function failureCause({ name, enteredId }: Visit, text: string): string {
  return `An error occurred while executing the state '${name}' (entered at the event id #${enteredId}). ${text}`;
}

/** Turns JSONata that fails into the state's failure, with the event that Step Functions writes. */
export async function reportQueryErrors<T>(visit: Visit, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (failure) {
    if (!(failure instanceof QueryFailed)) throw failure;
    const error = 'States.QueryEvaluationError';
    const cause = failureCause(visit, failure.message);
    const { location } = failure;
    const details = { error, cause, location, state: visit.name };
    visit.execution.history.record('EvaluationFailed', details);
    throw new StatesError(error, cause);
  }
}

type Fields = {
  Output?: Json | undefined;
  Assign?: Readonly<Record<string, Json>> | undefined;
};

type Given = {
  /** The output where no `Output` is written. */
  output: Json;
  /** What `$states` has besides input and context. */
  states?: Readonly<Record<string, Json>>;
  /** Where the fields stand in the state, such as `Catch[0]/`. */
  at?: string;
};

/**
 * `Assign` and `Output` of a state, a rule or a catcher. Both read the variables as they were on entry.
 */
export async function evaluateOutput(
  { Output, Assign }: Fields,
  visit: Visit,
  { output, states = {}, at = '' }: Given,
): Promise<Omit<StateOutcome, 'next'>> {
  const names = bindings(visit, states);
  const assigned = await assign(Assign ?? {}, visit, `${at}Assign`, names);
  if (Output === undefined) return { output, assigned };
  return { output: await evaluate(Output, `${at}Output`, names), assigned };
}

async function assign(
  fields: Readonly<Record<string, Json>>,
  { name, execution }: Visit,
  at: string,
  names: Readonly<Record<string, unknown>>,
): Promise<Variables> {
  const assigned: Record<string, Json> = {};
  for (const [variable, template] of Object.entries(fields)) {
    const value = await evaluate(template, `${at}/${variable}`, names);
    payload(value, name, execution.measures);
    assigned[variable] = value;
  }
  return assigned;
}
