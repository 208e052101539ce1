import type { Calendar } from './calendar.ts';
import { catalogue } from './catalogue.ts';
import type { World } from './draft.ts';
import { indexOf, type TypeName } from './ids.ts';
import { firstOfVisit, type Rate } from './rate.ts';
import { range, type Selection, walked } from './selection.ts';

/**
 * What an export asks for: the newest version as of `until` of each resource, where it was written
 * later than `since`; with `patients` (ids) only what is in those patients' compartments.
 */
export type Window = {
  readonly since?: Date | undefined;
  readonly until: Date;
  readonly patients?: ReadonlySet<string> | undefined;
};

/** Visits numbered `first` up to and without `end`, of those members or of everybody. */
type Visits = { first: number; end: number; members: readonly number[] | undefined };

/** The resources of a type that a window holds. */
export const chosen =
  (dates: Calendar, world: World) =>
  (type: TypeName, window: Window): Selection => {
    const entry = catalogue[type];
    if (entry.per === 'directory') return directory(entry.count(world), dates.opened, window);
    const visits: Visits = {
      first: window.since ? dates.visitsUntil(window.since) : 0,
      end: dates.visitsUntil(window.until),
      members: window.patients && memberIndexes(window.patients, world.people),
    };
    return entry.per === 'patient'
      ? patients(visits, dates, world.people)
      : perVisit(entry.rate, visits, world.people);
  };

/** Practitioners and places belong to nobody's compartment and never change. */
function directory(count: number, opened: number, { since, until, patients }: Window): Selection {
  const inTime = opened <= until.getTime() && (since === undefined || opened > since.getTime());
  return range(0, inTime && patients === undefined ? count : 0);
}

function patients({ first, end, members }: Visits, dates: Calendar, people: number): Selection {
  if (members)
    return walked(function* () {
      for (const member of members)
        if ((dates.lastUpdate(member, end) ?? -1) >= first) yield member;
    });
  if (first === 0) return range(0, Math.min(people, end));
  return walked(function* () {
    for (let visit = first; visit < end; visit += 1)
      if (dates.lastUpdate(visit % people, end) === visit) yield visit % people;
  });
}

function perVisit(rate: Rate, { first, end, members }: Visits, people: number): Selection {
  if (!members) return range(firstOfVisit(rate, first), firstOfVisit(rate, end));
  return walked(function* () {
    for (const member of members)
      for (let visit = firstVisit(member, first, people); visit < end; visit += people)
        yield* range(firstOfVisit(rate, visit), firstOfVisit(rate, visit + 1)).from(0);
  });
}

/** The first visit of a patient numbered `from` or more. */
const firstVisit = (patient: number, from: number, people: number) =>
  patient + Math.ceil(Math.max(0, from - patient) / people) * people;

const memberIndexes = (ids: ReadonlySet<string>, people: number): number[] =>
  [...ids]
    .map((id) => indexOf('Patient', id))
    .filter((index) => index !== undefined)
    .filter((index) => index < people)
    .sort((a, b) => a - b);
