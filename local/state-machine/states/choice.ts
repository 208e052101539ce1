import type { Choice } from '../definition/simple-states.ts';
import { evaluateBoolean } from '../jsonata/evaluate-typed.ts';
import { StatesError } from '../states-error.ts';
import { settle } from './settle.ts';
import { bindings, explain, type Outcome, type Visit } from './visit.ts';

/**
 * Takes the first rule whose condition holds, with the rule's own Assign and Output, else Default with
 * the state's. Without either, AWS was seen to fail with `States.Runtime`, although its documentation
 * says `States.NoChoiceMatched`.
 */
export async function choice(state: Choice, visit: Visit): Promise<Outcome> {
  const output = visit.input;
  for (const [index, rule] of state.Choices.entries()) {
    const at = `Choices[${index}]/`;
    if (!(await evaluateBoolean(rule.Condition, `${at}Condition`, bindings(visit)))) continue;
    return { ...(await settle(rule, visit, { output, at })), next: rule.Next };
  }
  if (state.Default === undefined) throw new StatesError('States.Runtime', explain(visit, NOWHERE));
  return { ...(await settle(state, visit, { output })), next: state.Default };
}

const NOWHERE = 'Failed to transition out of the state. The state does not point to a next state.';
