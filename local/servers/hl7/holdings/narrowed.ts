import type { Window } from '../../../people/chosen.ts';
import { chunked } from '../../../people/chunked.ts';
import type { Population, Slice } from '../../../people/population.ts';
import { utf8 } from '../../../people/utf8.ts';
import { Resource } from './resource.ts';
import { subsetted } from './subsetted.ts';
import { filters, matches } from './type-filter.ts';

/** What a kick-off narrows resources by. */
export type Narrowing = { typeFilters: readonly string[]; elements: readonly string[] };

/** A population of which only what matches is seen, and of that only the elements asked for. */
export function narrowed(population: Population, narrowing: Narrowing): Population {
  const { typeFilters, elements } = narrowing;
  if (typeFilters.length === 0 && elements.length === 0) return population;

  function* lines(type: string, window: Window, slice?: Slice): Iterable<string> {
    if (!filters(typeFilters, type)) yield* cut(population.lines(type, window, slice));
    else yield* cut(sliced(matching(population.lines(type, window)), slice));
  }
  function* matching(all: Iterable<string>) {
    for (const line of all) if (matches(parsed(line), typeFilters)) yield line;
  }
  function* cut(all: Iterable<string>) {
    for (const line of all)
      yield elements.length === 0 ? line : JSON.stringify(subsetted(parsed(line), elements));
  }
  return {
    ...population,
    lines,
    count: (type, window) =>
      filters(typeFilters, type)
        ? countOf(matching(population.lines(type, window)))
        : population.count(type, window),
    ndjson: (type, window, slice) => bytesOfLines(lines(type, window, slice)),
  };
}

/** Lines as NDJSON. */
export const bytesOfLines = (lines: Iterable<string>): Iterable<Buffer> =>
  chunked(Iterator.from(lines).map(utf8));

/** The lines of a slice. */
export const sliced = (lines: Iterable<string>, { from, to }: Slice = ALL): Iterable<string> =>
  Iterator.from(lines)
    .drop(from)
    .take(to - from);

const ALL: Slice = { from: 0, to: Number.POSITIVE_INFINITY };
const parsed = (line: string): Resource => Resource.parse(JSON.parse(line));

function countOf(lines: Iterable<string>): number {
  let count = 0;
  for (const _ of lines) count += 1;
  return count;
}
