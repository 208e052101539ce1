import { innerBranches } from './inner-branches.ts';
import type { Branch, State } from './machine.ts';

/**
 * Says which branches set a variable of the scope around them: Step Functions keeps names apart. A
 * Distributed Map's executions see nothing of that scope, and may.
 */
export function reassignedVariables(branch: Branch, outer: readonly string[] = []): string[] {
  const own = Object.values(branch.States).flatMap(assigned);
  const again = own.filter((name) => outer.includes(name));
  return [
    ...again.map((name) => `$${name} belongs to an outer scope and cannot be assigned again`),
    ...Object.values(branch.States).flatMap((state) =>
      innerBranches(state).flatMap((inner) =>
        reassignedVariables(inner, isDistributed(state) ? [] : [...outer, ...own]),
      ),
    ),
  ];
}

const isDistributed = (state: State) =>
  state.Type === 'Map' && state.ItemProcessor.ProcessorConfig.Mode === 'DISTRIBUTED';

function assigned(state: State): string[] {
  const rules = state.Type === 'Choice' ? state.Choices : [];
  const catchers = 'Catch' in state ? state.Catch : [];
  const all = [...('Assign' in state ? [state] : []), ...rules, ...catchers];
  return all.flatMap(({ Assign }) => Object.keys(Assign ?? {}));
}
