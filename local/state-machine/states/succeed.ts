import type { Succeed } from '../definition/simple-states.ts';
import { settle } from './settle.ts';
import type { Outcome, Visit } from './visit.ts';

/** Ends the branch. */
export async function succeed(state: Succeed, visit: Visit): Promise<Outcome> {
  return { ...(await settle(state, visit, { output: visit.input })), next: undefined };
}
