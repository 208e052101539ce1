import * as z from 'zod';

/** Search result parameters, which a `_typeFilter` may not contain (rule 19). */
const RESULT_PARAMETERS = new Set([
  '_contained',
  '_containedType',
  '_count',
  '_elements',
  '_include',
  '_revinclude',
  '_score',
  '_sort',
  '_summary',
  '_total',
]);

/** A `_typeFilter`: a search of one resource type such as `Observation?status=final`. */
export const TypeFilter = z
  .string()
  .regex(/^[A-Z][A-Za-z]{1,63}\?\S+$/, 'a search such as Observation?status=final')
  .refine(
    (filter) => filterParameters(filter).every((name) => !RESULT_PARAMETERS.has(name)),
    'a search without result parameters such as _include, _sort or _elements',
  );

/** The resource type that a filter searches. */
export const filterType = (filter: string): string => filter.slice(0, filter.indexOf('?'));

/** The names of a filter's parameters, without modifier or chain: of `_include:iterate`, `_include`. */
export const filterParameters = (filter: string): string[] =>
  [...new URLSearchParams(filter.slice(filter.indexOf('?') + 1)).keys()].map(
    (name) => name.split(/[:.]/, 1)[0] ?? name,
  );

/** An entry of `_elements`: `id`, or `Patient.id` for one type. */
export const Element = z
  .string()
  .regex(/^([A-Z][A-Za-z]{1,63}\.)?[a-z][A-Za-z]{0,63}$/, 'an element such as id or Patient.id');

/** A code of `includeAssociatedData`; a comma would separate two. */
export const AssociatedData = z
  .string()
  .regex(/^[^\s,]+$/, 'a code such as LatestProvenanceResources');

/** Parameters that have fields of their own. */
const KNOWN = new Set([
  '_outputFormat',
  '_since',
  '_until',
  '_type',
  '_typeFilter',
  '_elements',
  '_minimumFileSize',
  '_maximumFileSize',
  'patient',
  'includeAssociatedData',
  'organizeOutputBy',
  'allowPartialManifests',
]);

/** Further kick-off parameters by name, with one value or several. */
export const CustomParameters = z.record(
  z
    .string()
    .regex(/^[A-Za-z_][\w-]{0,63}$/, 'the name of a parameter')
    .refine((name) => !KNOWN.has(name), 'a parameter without a field of its own'),
  z.union([z.string(), z.array(z.string()).min(1)]),
);

/** A FHIR resource type; server text reaches an S3 key only through this pattern. */
export const ResourceType = z
  .string()
  .regex(/^[A-Z][A-Za-z]{1,63}$/, 'a FHIR resource type such as Patient');

/** A FHIR logical id, except `.` and `..`, which are path segments with a meaning of their own in a URL. */
export const FhirId = z
  .string()
  .regex(/^(?!\.{1,2}$)[A-Za-z0-9.-]{1,64}$/, 'a FHIR id other than "." and ".."');

/** A FHIR instant: a date and time with an offset. */
export const Instant = z.iso.datetime({ offset: true });

const Moment = z.union(
  [Instant, z.iso.date()],
  'an instant such as 2026-01-31T00:00:00Z, or a date',
);

/**
 * What to export: the level, the group, the types, and since when. The fields after `mode` are kick-off
 * parameters of the dialect `bulk-data`; other dialects refuse them.
 */
export const ExportRequest = z
  .strictObject({
    level: z.enum(['system', 'patient', 'group']).default('system'),
    group: FhirId.optional(),
    types: z.array(ResourceType).default([]),
    since: Moment.optional(),
    mode: z.enum(['full', 'incremental']).default('incremental'),
    until: Moment.optional(),
    typeFilters: z.array(TypeFilter).default([]),
    elements: z.array(Element).default([]),
    /** Limits a patient or group export to these patients. */
    patients: z.array(FhirId).default([]),
    includeAssociatedData: z.array(AssociatedData).default([]),
    organizeOutputBy: ResourceType.optional(),
    /** Parameters specific to this server, sent unchanged. */
    parameters: CustomParameters.default({}),
  })
  .refine((request) => (request.level === 'group') === (request.group !== undefined), {
    path: ['group'],
    error: 'level "group" requires a group id, and no other level takes one',
  })
  .refine((request) => !(request.mode === 'full' && request.since !== undefined), {
    path: ['since'],
    error: 'mode "full" takes no since',
  })
  .refine((request) => request.level !== 'system' || request.patients.length === 0, {
    path: ['patients'],
    error: 'level "system" takes no patients (Bulk Data: only Patient and Group exports do)',
  })
  .refine(filtersMatchTypes, {
    path: ['typeFilters'],
    error: 'a filter searches a type that `types` does not name',
  });
export type ExportRequest = z.infer<typeof ExportRequest>;

type Filtered = { types: string[]; typeFilters: string[] };

function filtersMatchTypes({ types, typeFilters }: Filtered): boolean {
  return types.length === 0 || typeFilters.every((filter) => types.includes(filterType(filter)));
}
