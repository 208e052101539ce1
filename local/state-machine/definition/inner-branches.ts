import type { Branch, State } from './machine.ts';

/** The branches inside a state. */
export function innerBranches(state: State): Branch[] {
  if (state.Type === 'Parallel') return state.Branches;
  return state.Type === 'Map' ? [state.ItemProcessor] : [];
}
