import type { Parallel } from '../definition/machine.ts';
import { payload } from '../payload.ts';
import { argumentsOf } from './arguments-of.ts';
import { fanOut } from './fan-out.ts';
import { runInner } from './run-inner.ts';
import { settle } from './settle.ts';
import type { Outcome, Visit } from './visit.ts';

/** Runs its branches side by side on one input; the results are an array in their order. */
export async function parallel(state: Parallel, visit: Visit): Promise<Outcome> {
  const { Branches } = state;
  const { trail } = visit;
  const input = await argumentsOf(state, visit);
  trail.record('ParallelStateStarted');
  const started = trail.fork();
  const width = { concurrency: Branches.length, signal: visit.signal };
  const result = await fanOut(Branches, width, (branch, _, signal) =>
    runInner(branch, { input, signal, trail: started.fork() }, visit),
  );
  payload(result, visit.name, visit.execution.measures);
  trail.record('ParallelStateSucceeded');
  return {
    ...(await settle(state, visit, { output: result, states: { result } })),
    next: state.Next,
  };
}
