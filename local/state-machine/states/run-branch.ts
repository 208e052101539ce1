import type { Branch } from '../definition/machine.ts';
import type { BranchStart, Execution } from '../execution.ts';
import type { Json } from '../json.ts';
import { StatesError } from '../states-error.ts';
import { visitState } from './visit-state.ts';

/**
 * Runs states from `StartAt` to an end and gives the last output. Variables are the branch's own:
 * it reads those it was given, and nothing it assigns shows outside.
 */
export async function runBranch(
  branch: Branch,
  start: BranchStart,
  execution: Execution,
): Promise<Json> {
  let { input, variables } = start;
  let name: string | undefined = branch.StartAt;
  while (name !== undefined) {
    start.signal.throwIfAborted();
    const state = branch.States[name];
    if (!state) throw new StatesError('States.Runtime', `There is no state '${name}'.`);
    const { output, assigned, next } = await visitState(
      state,
      { ...start, name, input, variables },
      execution,
    );
    variables = { ...variables, ...assigned };
    input = output;
    name = next;
  }
  return input;
}
