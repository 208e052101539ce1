import * as z from 'zod';

/** Search parameters that shape a result and may not stand in a `_typeFilter` (rule 19). */
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
    (filter) => searchParametersOf(filter).every((name) => !RESULT_PARAMETERS.has(name)),
    'a search without result parameters such as _include, _sort or _elements',
  );

/** The resource type that a filter searches. */
export const typeOfFilter = (filter: string): string => filter.slice(0, filter.indexOf('?'));

/** The parameters a filter searches by, without modifier or chain: `_include:iterate` shapes a result as well. */
export const searchParametersOf = (filter: string): string[] =>
  [...new URLSearchParams(filter.slice(filter.indexOf('?') + 1)).keys()].map(
    (name) => name.split(/[:.]/, 1)[0] ?? name,
  );

/** An entry of `_elements`: `id`, or of one type `Patient.id`. */
export const Element = z
  .string()
  .regex(/^([A-Z][A-Za-z]{1,63}\.)?[a-z][A-Za-z]{0,63}$/, 'an element such as id or Patient.id');

/** A value of `includeAssociatedData`, a code; a comma would make two of it. */
export const AssociatedData = z
  .string()
  .regex(/^[^\s,]+$/, 'a code such as LatestProvenanceResources');

/** Parameters that Sluice sets itself, from settings of their own. */
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

/** Further parameters of a kick-off by name, one value or several. */
export const CustomParameters = z.record(
  z
    .string()
    .regex(/^[A-Za-z_][\w-]{0,63}$/, 'the name of a parameter')
    .refine((name) => !KNOWN.has(name), 'a parameter that has no field of its own'),
  z.union([z.string(), z.array(z.string()).min(1)]),
);
