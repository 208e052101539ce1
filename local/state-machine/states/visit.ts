import type { Execution, Variables } from '../execution.ts';
import { type Bindings, evaluate } from '../jsonata.ts';
import { type Json, payload } from '../payload.ts';
import { QueryFailed, StatesError } from '../states-error.ts';

/** One visit to one state. Variables are those on entry: the next state sees what this one assigns. */
export type Visit = {
  execution: Execution;
  name: string;
  input: Json;
  variables: Variables;
  signal: AbortSignal;
  /** The id of the StateEntered event. */
  enteredId: number;
  /** `$states.context.State`. */
  stateContext: Readonly<Record<string, Json>>;
};

/** The result of a visit; without `next` the branch ends. */
export type StateOutcome = { output: Json; assigned: Variables; next: string | undefined };

/** The bindings of this state's expressions; `more` adds `result` or `errorOutput` to `$states`. */
export const bindings = (visit: Visit, more: Readonly<Record<string, Json>> = {}): Bindings => ({
  ...visit.variables,
  states: { input: visit.input, context: contextOf(visit), ...more },
});

/** `$states.context`. */
export const contextOf = ({ execution, stateContext }: Visit) => ({
  ...execution.context,
  State: stateContext,
});

/** The cause of a failure of the interpreter, with Step Functions' wording. */
export function failureCause({ name, enteredId }: Visit, text: string): string {
  return `An error occurred while executing the state '${name}' (entered at the event id #${enteredId}). ${text}`;
}

/** Turns failed JSONata into a failure of the state, with the event that Step Functions writes. */
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
  /** The output; default for a missing `Output`. */
  output: Json;
  /** More values of `$states`. */
  states?: Readonly<Record<string, Json>>;
  /** The path of the fields in the state, such as `Catch[0]/`. */
  at?: string;
};

/** Evaluates `Assign` and `Output` of a state or a catcher; both read the variables on entry. */
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
