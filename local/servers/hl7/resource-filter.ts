import { z } from 'zod';
import type { Population, Slice } from '../../people/population.ts';
import { ndjsonChunks } from '../../people/resources/ndjson.ts';
import type { Window } from '../../people/selection.ts';

/** What is read of a resource. */
const Resource = z.looseObject({
  resourceType: z.string(),
  meta: z.looseObject({ tag: z.array(z.unknown()).optional() }).optional(),
});
type Resource = z.infer<typeof Resource>;

type ResourceFilter = { typeFilters: readonly string[]; elements: readonly string[] };

/** A population of the resources that match `_typeFilter`, with only the elements of `_elements`. */
export function filteredPopulation(population: Population, filter: ResourceFilter): Population {
  const { typeFilters, elements } = filter;
  if (typeFilters.length === 0 && elements.length === 0) return population;

  function* lines(type: string, window: Window, slice?: Slice): Iterable<string> {
    if (!hasFilter(typeFilters, type)) yield* withElements(population.lines(type, window, slice));
    else yield* withElements(sliceOf(matching(population.lines(type, window)), slice));
  }
  function* matching(all: Iterable<string>) {
    for (const line of all) if (matches(parsed(line), typeFilters)) yield line;
  }
  function* withElements(all: Iterable<string>) {
    for (const line of all)
      yield elements.length === 0 ? line : JSON.stringify(subsetted(parsed(line), elements));
  }
  return {
    ...population,
    lines,
    count: (type, window) =>
      hasFilter(typeFilters, type)
        ? countOf(matching(population.lines(type, window)))
        : population.count(type, window),
    ndjson: (type, window, slice) => ndjsonChunks(lines(type, window, slice)),
  };
}

/** The lines of a slice. */
export const sliceOf = (lines: Iterable<string>, { from, to }: Slice = ALL): Iterable<string> =>
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

const SUBSETTED = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'SUBSETTED',
  display: 'subsetted',
};

/** A resource with its id, its meta and those elements, tagged SUBSETTED (rule 42). */
function subsetted(resource: Resource, elements: readonly string[]): Resource {
  const { resourceType, meta } = resource;
  const kept = new Set(['id', ...elements.map((element) => elementOf(element, resourceType))]);
  return {
    resourceType,
    ...Object.fromEntries(Object.entries(resource).filter(([name]) => kept.has(name))),
    meta: { ...meta, tag: [...(meta?.tag ?? []), SUBSETTED] },
  };
}

/** `Patient.name` is `name` for a Patient and undefined for other types; `name` is for every type. */
const elementOf = (element: string, type: string): string | undefined =>
  element.includes('.')
    ? element.startsWith(`${type}.`)
      ? element.slice(type.length + 1)
      : undefined
    : element;

/** The supported search parameters, each with its top-level element. */
const ELEMENTS: Readonly<Record<string, string>> = {
  active: 'active',
  birthdate: 'birthDate',
  gender: 'gender',
  intent: 'intent',
  status: 'status',
};

const typeOf = (filter: string) => /^([A-Z][A-Za-z]+)\?(.+)$/.exec(filter)?.[1];
const criteriaOf = (filter: string) => [
  ...new URLSearchParams(filter.slice(filter.indexOf('?') + 1)),
];

/** Whether a search is supported: equality on top-level elements of one type (rule 19). */
export const isSupportedFilter = (filter: string): boolean =>
  typeOf(filter) !== undefined &&
  criteriaOf(filter).every(([name]) => Object.hasOwn(ELEMENTS, name));

/** Whether any of the queries is for that type. */
const hasFilter = (queries: readonly string[], type: string): boolean =>
  queries.some((query) => typeOf(query) === type);

/** Whether a resource matches one of its type's queries; without a query it matches. */
function matches(resource: Readonly<Record<string, unknown>>, queries: readonly string[]) {
  const own = queries.filter((query) => typeOf(query) === resource.resourceType);
  return own.length === 0 || own.some((query) => matchesAll(resource, query));
}

const matchesAll = (resource: Readonly<Record<string, unknown>>, query: string) =>
  criteriaOf(query).every(([name, values]) =>
    values.split(',').includes(`${resource[ELEMENTS[name] ?? '']}`),
  );
