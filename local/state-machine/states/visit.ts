import type { BranchStart, Execution, Variables } from '../execution.ts';
import type { Json } from '../json.ts';
import type { Bindings } from '../jsonata/evaluate.ts';

/** One visit to one state. Variables are those on entry: what a state assigns, the next one sees. */
export type Visit = BranchStart & {
  execution: Execution;
  name: string;
  /** The id of the event of entering. */
  enteredId: number;
  /** `$states.context.State`. */
  stateContext: Readonly<Record<string, Json>>;
};

/** What comes of a visit; no `next` ends the branch. */
export type Outcome = { output: Json; assigned: Variables; next: string | undefined };

/** What the expressions of this state may name; `more` adds `result` or `errorOutput` to `$states`. */
export function bindings(visit: Visit, more: Readonly<Record<string, Json>> = {}): Bindings {
  const { execution, variables, input } = visit;
  return {
    ...execution.functions,
    ...variables,
    states: { input, context: stateContext(visit), ...more },
  };
}

/** Words a failure of the interpreter's own as Step Functions does. */
export function explain({ name, enteredId }: Visit, text: string): string {
  return `An error occurred while executing the state '${name}' (entered at the event id #${enteredId}). ${text}`;
}

function stateContext(visit: Visit): Json {
  return {
    ...visit.execution.context,
    State: visit.stateContext,
    ...(visit.map === undefined ? {} : { Map: visit.map }),
  };
}
