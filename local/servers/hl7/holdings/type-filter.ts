/** Search parameters that are the name of a top-level element, nearly. */
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

/** Whether a query is one that is understood: equality on a top-level element of one type (rule 19). */
export const isUnderstood = (filter: string): boolean =>
  typeOf(filter) !== undefined &&
  criteriaOf(filter).every(([name]) => Object.hasOwn(ELEMENTS, name));

/** Whether a type's resources are looked at by any of the queries. */
export const filters = (queries: readonly string[], type: string): boolean =>
  queries.some((query) => typeOf(query) === type);

/** Whether a resource matches one of its type's queries; a type without any matches. */
export function matches(resource: Readonly<Record<string, unknown>>, queries: readonly string[]) {
  const own = queries.filter((query) => typeOf(query) === resource.resourceType);
  return own.length === 0 || own.some((query) => matchesAll(resource, query));
}

const matchesAll = (resource: Readonly<Record<string, unknown>>, query: string) =>
  criteriaOf(query).every(([name, values]) =>
    values.split(',').includes(`${resource[ELEMENTS[name] ?? '']}`),
  );
