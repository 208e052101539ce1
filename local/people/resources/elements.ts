import type { Draft } from './draft.ts';
import { idOf } from './ids.ts';
import { fragment, type JsonFragment, type Shape } from './template.ts';

/** A code of a code system, with its display text. */
export type Code = { readonly system: string; readonly code: string; readonly display: string };

/** The first elements of every resource: type, id, meta. */
export const head = (profile: string) => ({
  resourceType: ({ type }: Draft) => type,
  id: ({ type, index }: Draft) => idOf(type, index),
  meta: {
    versionId: ({ visit, world }: Draft) => `${Math.floor(visit / world.people) + 1}`,
    lastUpdated: ({ updatedAt }: Draft) => instant(updatedAt),
    profile: [`http://hl7.org/fhir/${profile}`],
  },
});

/** A CodeableConcept of one or more equivalent codes. */
export const concept = (...codes: readonly [Code, ...Code[]]): JsonFragment =>
  fragment({ coding: codes, text: codes[0].display });

/** A CodeableConcept of a code system under terminology.hl7.org. */
export const term = (system: string, code: string, display: string): JsonFragment =>
  concept({ system: `http://terminology.hl7.org/CodeSystem/${system}`, code, display });

/** A random value of the table. */
export const randomOf =
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

/** A narrative in FHIR's XHTML; `text` has no markup. */
export const narrative = (text: string): JsonFragment =>
  fragment({
    status: 'generated',
    div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>${text}</p></div>`,
  });

/** The instant that many minutes before this version was written. */
export const minutesBefore =
  (minutes: number) =>
  ({ updatedAt }: Draft): string =>
    instant(updatedAt - minutes * 60_000);

/** The date that many days before this version was written. */
export const daysBefore = ({ updatedAt }: Draft, days: number): string =>
  day(Math.floor(updatedAt / 86_400_000) - days);

/** The date on which this version was written. */
export const today = (draft: Draft): string => daysBefore(draft, 0);

const DAY_MS = 24 * 3600 * 1000;

/** Like `new Date(milliseconds).toISOString()`, four times as fast; for years 1970 to 9999. */
export function instant(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY_MS);
  const rest = milliseconds - days * DAY_MS;
  const seconds = Math.floor(rest / 1000);
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const fraction = rest % 1000;
  return `${day(days)}T${time}.${fraction < 100 ? 0 : ''}${two(fraction)}Z`;
}

/** The date that many days after 1970-01-01. Years begin in March here, so that leap days end them. */
export function day(days: number): string {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) /
      365,
  );
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const month = Math.floor((5 * ofYear + 2) / 153);
  const ofMonth = ofYear - Math.floor((153 * month + 2) / 5) + 1;
  const ended = month < 10 ? 0 : 1;
  return `${year + era * 400 + ended}-${two(month + 3 - ended * 12)}-${two(ofMonth)}`;
}

const two = (number: number): string => (number < 10 ? `0${number}` : `${number}`);
