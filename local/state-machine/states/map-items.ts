import type { MapState } from '../definition/machine.ts';
import type { Json } from '../json.ts';
import { evaluate } from '../jsonata/evaluate.ts';
import { evaluateArray, evaluateInteger } from '../jsonata/evaluate-typed.ts';
import { bindings, type Visit } from './visit.ts';

/** The array in `Items`, or the state's input where there is none. */
export function itemsOf({ Items }: MapState, visit: Visit): Promise<Json[]> {
  return evaluateArray(Items ?? '{% $states.input %}', 'Items', bindings(visit));
}

/** How many items may run at a time; 0 stands for `most`, as high as Step Functions goes. */
export async function concurrencyOf(state: MapState, visit: Visit, most: number): Promise<number> {
  const range = { min: 0, max: 99_999_999 };
  const wanted = await evaluateInteger(
    state.MaxConcurrency,
    'MaxConcurrency',
    bindings(visit),
    range,
  );
  return wanted === 0 ? most : Math.min(wanted, most);
}

/** `$states.context.Map` for one item. */
export const mapContext = (value: Json, index: number): Json => ({
  Item: { Index: index, Value: value },
});

/** What `ItemSelector` makes of an item. */
export async function selected(
  { ItemSelector }: MapState,
  visit: Visit,
  value: Json,
  index: number,
): Promise<Json> {
  if (ItemSelector === undefined) return value;
  const names = bindings({ ...visit, map: mapContext(value, index) });
  return evaluate(ItemSelector, 'ItemSelector', names);
}
