import * as z from 'zod';

/** A FHIR resource type; server text reaches an S3 key only through this pattern (case M8). */
export const ResourceType = z
  .string()
  .regex(/^[A-Z][A-Za-z]{1,63}$/, 'a FHIR resource type such as Patient');

/** A FHIR logical id, except `.` and `..`: in a URL's path those name a place and not a resource. */
export const FhirId = z
  .string()
  .regex(/^(?!\.{1,2}$)[A-Za-z0-9.-]{1,64}$/, 'a FHIR id, which "." and ".." are not here');

/** A FHIR instant: a date and time with an offset. */
export const Instant = z.iso.datetime({ offset: true });

/** What to export: the level, the group, the types, and from when on. */
export const ExportRequest = z
  .strictObject({
    level: z.enum(['system', 'patient', 'group']).default('system'),
    group: FhirId.optional(),
    types: z.array(ResourceType).default([]),
    since: z
      .union([Instant, z.iso.date()], 'an instant such as 2026-01-31T00:00:00Z, or a date')
      .optional(),
    mode: z.enum(['full', 'incremental']).default('incremental'),
  })
  .refine((request) => (request.level === 'group') === (request.group !== undefined), {
    path: ['group'],
    error: 'level "group" needs a group id, and no other level takes one',
  })
  .refine((request) => !(request.mode === 'full' && request.since !== undefined), {
    path: ['since'],
    error: 'mode "full" takes no since',
  });
export type ExportRequest = z.infer<typeof ExportRequest>;
