import type { MapState } from '../definition/machine.ts';
import { distributedMap } from '../distributed-map/distributed-map.ts';
import { payload } from '../payload.ts';
import { inlineMap } from './inline-map.ts';
import { settle } from './settle.ts';
import type { Outcome, Visit } from './visit.ts';

/** Runs its processor for every item: within this execution, or each in one of its own. */
export async function map(state: MapState, visit: Visit): Promise<Outcome> {
  const run =
    state.ItemProcessor.ProcessorConfig.Mode === 'DISTRIBUTED' ? distributedMap : inlineMap;
  const result = await run(state, visit);
  payload(result, visit.name, visit.execution.measures);
  visit.trail.record('MapStateSucceeded');
  return {
    ...(await settle(state, visit, { output: result, states: { result } })),
    next: state.Next,
  };
}
