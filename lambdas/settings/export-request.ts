import * as z from 'zod';
import {
  AssociatedData,
  CustomParameters,
  Element,
  TypeFilter,
  typeOfFilter,
} from './kick-off-parameters.ts';

/** A FHIR resource type; server text reaches an S3 key only through this pattern. */
export const ResourceType = z
  .string()
  .regex(/^[A-Z][A-Za-z]{1,63}$/, 'a FHIR resource type such as Patient');

/** A FHIR logical id, except `.` and `..`: in a URL's path those name a place and not a resource. */
export const FhirId = z
  .string()
  .regex(/^(?!\.{1,2}$)[A-Za-z0-9.-]{1,64}$/, 'a FHIR id, which "." and ".." are not here');

/** A FHIR instant: a date and time with an offset. */
export const Instant = z.iso.datetime({ offset: true });

const Moment = z.union(
  [Instant, z.iso.date()],
  'an instant such as 2026-01-31T00:00:00Z, or a date',
);

/**
 * What to export: the level, the group, the types, and from when on. What follows `mode` only servers
 * of the `bulk-data` dialect take, each as its kick-off parameter; the others refuse the export.
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
    /** Only these patients, of a patient or group export. */
    patients: z.array(FhirId).default([]),
    includeAssociatedData: z.array(AssociatedData).default([]),
    organizeOutputBy: ResourceType.optional(),
    /** Parameters that only this server knows, sent as they are. */
    parameters: CustomParameters.default({}),
  })
  .refine((request) => (request.level === 'group') === (request.group !== undefined), {
    path: ['group'],
    error: 'level "group" needs a group id, and no other level takes one',
  })
  .refine((request) => !(request.mode === 'full' && request.since !== undefined), {
    path: ['since'],
    error: 'mode "full" takes no since',
  })
  .refine((request) => request.level !== 'system' || request.patients.length === 0, {
    path: ['patients'],
    error: 'level "system" takes no patients (Bulk Data: only Patient and Group exports do)',
  })
  .refine(filtersAreOfTypes, {
    path: ['typeFilters'],
    error: 'a filter is of a type that `types` does not name',
  });
export type ExportRequest = z.infer<typeof ExportRequest>;

type Filtered = { types: string[]; typeFilters: string[] };

function filtersAreOfTypes({ types, typeFilters }: Filtered): boolean {
  return types.length === 0 || typeFilters.every((filter) => types.includes(typeOfFilter(filter)));
}
