import type { Pass } from '../definition/simple-states.ts';
import { settle } from './settle.ts';
import type { Outcome, Visit } from './visit.ts';

/** Gives its input on, or what `Output` makes of it. */
export async function pass(state: Pass, visit: Visit): Promise<Outcome> {
  return { ...(await settle(state, visit, { output: visit.input })), next: state.Next };
}
