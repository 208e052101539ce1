import type { Fail } from '../definition/simple-states.ts';
import { evaluateString } from '../jsonata/evaluate-typed.ts';
import { StatesError } from '../states-error.ts';
import { bindings, type Visit } from './visit.ts';

/** Ends the branch with an error of its own; where it names none, the error's name is empty. */
export async function fail(state: Fail, visit: Visit): Promise<never> {
  const text = async (template: string | undefined, field: string) =>
    template === undefined ? undefined : evaluateString(template, field, bindings(visit));
  const error = await text(state.Error, 'Error');
  throw new StatesError(error ?? '', await text(state.Cause, 'Cause'));
}
