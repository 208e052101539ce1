import type { Population } from '../../../local/people/population.ts';
import type { Window } from '../../../local/people/selection.ts';

/** The NDJSON of a population in a window, by type, for types with data. */
export function expected(
  population: Population,
  window: Window,
  types: readonly string[] = population.types,
): Record<string, string> {
  const texts = types
    .map((type) => [type, Buffer.concat([...population.ndjson(type, window)]).toString()] as const)
    .filter(([, text]) => text !== '');
  return Object.fromEntries(texts);
}
