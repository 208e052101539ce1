import type { Branch } from '../definition/machine.ts';
import type { BranchStart } from '../execution.ts';
import type { Json } from '../json.ts';
import type { Visit } from './visit.ts';

type Inner = Omit<BranchStart, 'variables'> & {
  /** Hears how the branch went, before the state it was in is marked as aborted. */
  ended?: (how: 'Succeeded' | 'Failed' | 'Aborted') => void;
};

/**
 * Runs a branch inside a state, on a line of events of its own. One that fails, or that is cut off by
 * the failure of another, leaves the event of its aborted state behind; an execution that is aborted
 * as a whole leaves none.
 */
export async function runInner(branch: Branch, inner: Inner, visit: Visit): Promise<Json> {
  const { ended = () => {}, ...start } = inner;
  const { execution, variables, trail } = visit;
  try {
    const output = await execution.runBranch(branch, { ...start, variables });
    ended('Succeeded');
    trail.follow(start.trail);
    return output;
  } catch (error) {
    if (visit.signal.aborted) throw error;
    if (!start.signal.aborted) trail.follow(start.trail);
    ended(start.signal.aborted ? 'Aborted' : 'Failed');
    start.trail.abandon();
    throw error;
  }
}
