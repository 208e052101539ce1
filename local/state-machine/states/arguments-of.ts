import type { Json } from '../json.ts';
import { evaluate } from '../jsonata/evaluate.ts';
import { bindings, type Visit } from './visit.ts';

/** What a Task or Parallel is given: its `Arguments`, or the state's input where it has none. */
export async function argumentsOf(
  { Arguments }: { Arguments?: Json | undefined },
  visit: Visit,
): Promise<Json> {
  return Arguments === undefined ? visit.input : evaluate(Arguments, 'Arguments', bindings(visit));
}
