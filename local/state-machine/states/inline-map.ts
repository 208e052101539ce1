import type { MapState } from '../definition/machine.ts';
import type { Json } from '../json.ts';
import { fanOut } from './fan-out.ts';
import { concurrencyOf, itemsOf, mapContext, selected } from './map-items.ts';
import { runInner } from './run-inner.ts';
import type { Visit } from './visit.ts';

/** More iterations at once Step Functions does not run in one execution. */
const MOST = 40;

/** The outputs of the iterations, in the order of the items. */
export async function inlineMap(state: MapState, visit: Visit): Promise<Json> {
  const items = await itemsOf(state, visit);
  const concurrency = await concurrencyOf(state, visit, MOST);
  visit.trail.record('MapStateStarted', { length: items.length });
  const started = visit.trail.fork();
  return fanOut(items, { concurrency, signal: visit.signal }, async (value, index, signal) => {
    const trail = started.fork();
    const details = { name: visit.name, index };
    trail.record('MapIterationStarted', details);
    const input = await selected(state, visit, value, index);
    return runInner(
      state.ItemProcessor,
      {
        input,
        signal,
        trail,
        map: mapContext(value, index),
        ended: (how) => trail.record(`MapIteration${how}`, details),
      },
      visit,
    );
  });
}
