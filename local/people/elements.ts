import type { Draft } from './draft.ts';
import { idOf } from './ids.ts';
import { day, instant } from './instant.ts';
import { type Shape, type Written, written } from './template.ts';

/** A code of a code system, with the text a person reads. */
export type Code = { readonly system: string; readonly code: string; readonly display: string };

/** What every resource begins with: type, id, meta. */
export const head = (profile: string) => ({
  resourceType: ({ type }: Draft) => type,
  id: ({ type, index }: Draft) => idOf(type, index),
  meta: {
    versionId: ({ visit, world }: Draft) => `${Math.floor(visit / world.people) + 1}`,
    lastUpdated: ({ updatedAt }: Draft) => instant(updatedAt),
    profile: [`http://hl7.org/fhir/${profile}`],
  },
});

/** A CodeableConcept of one or more codes that mean the same. */
export const concept = (...codes: readonly [Code, ...Code[]]): Written =>
  written({ coding: codes, text: codes[0].display });

/** A CodeableConcept of a code system under terminology.hl7.org. */
export const term = (system: string, code: string, display: string): Written =>
  concept({ system: `http://terminology.hl7.org/CodeSystem/${system}`, code, display });

/** A value of the table, drawn. */
export const oneOf =
  <T>(table: readonly T[]) =>
  ({ random }: Draft): T =>
    random.pick(table);

/** An identifier in a namespace of this population: letters and the resource's number. */
export const identifier = (kind: string, letters: string) => ({
  use: 'official',
  system: `https://people.example/${kind}`,
  value: ({ index }: Draft) => `${letters}${String(index).padStart(9, '0')}`,
});

/** US dollars from cents. */
export const dollars = <T>(cents: (from: T) => number) => ({
  value: (from: T) => cents(from) / 100,
  currency: 'USD',
});

/** A quantity with a unit of UCUM. */
export const quantity = <T>(value: Shape<T>, unit: Shape<T>): Shape<T> => ({
  value,
  unit,
  system: 'http://unitsofmeasure.org',
  code: unit,
});

/** Text for a person, in the XHTML that FHIR asks for; `text` holds no markup. */
export const narrative = (text: string): Written =>
  written({
    status: 'generated',
    div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>${text}</p></div>`,
  });

/** The moment so many minutes before this version was written. */
export const minutesBefore =
  (minutes: number) =>
  ({ updatedAt }: Draft): string =>
    instant(updatedAt - minutes * 60_000);

/** The day so many days before this version was written. */
export const daysBefore = ({ updatedAt }: Draft, days: number): string =>
  day(Math.floor(updatedAt / 86_400_000) - days);

/** The day on which this version was written. */
export const today = (draft: Draft): string => daysBefore(draft, 0);
