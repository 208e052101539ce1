import type { Calendar } from './calendar.ts';
import { resourceTypes } from './resource-types.ts';
import type { World } from './resources/draft.ts';
import { indexOf, type TypeName } from './resources/ids.ts';
import { firstOfVisit, type Rate } from './resources/rates.ts';

/**
 * The newest version, as of `until`, of each resource, where it was written after `since`; with `patients`
 * (ids) only the resources of those patients' compartments.
 */
export type Window = {
  readonly since?: Date | undefined;
  readonly until: Date;
  readonly patients?: ReadonlySet<string> | undefined;
};

/** Visits from `first` inclusive to `end` exclusive, of those members or of all patients. */
type Visits = { first: number; end: number; members: readonly number[] | undefined };

/** Selects the resources of a type in a window. */
export const selectResources =
  (dates: Calendar, world: World) =>
  (type: TypeName, window: Window): Selection => {
    const entry = resourceTypes[type];
    if (entry.per === 'directory') return directory(entry.count(world), dates.recordedAt, window);
    const visits: Visits = {
      first: window.since ? dates.visitsUntil(window.since) : 0,
      end: dates.visitsUntil(window.until),
      members: window.patients && memberIndexes(window.patients, world.people),
    };
    return entry.per === 'patient'
      ? patients(visits, dates, world.people)
      : perVisit(entry.rate, visits, world.people);
  };

/** Practitioners, organizations and locations are outside of patient compartments and never change. */
function directory(
  count: number,
  recordedAt: number,
  { since, until, patients }: Window,
): Selection {
  const inTime =
    recordedAt <= until.getTime() && (since === undefined || recordedAt > since.getTime());
  return range(0, inTime && patients === undefined ? count : 0);
}

function patients({ first, end, members }: Visits, dates: Calendar, people: number): Selection {
  if (members)
    return lazySelection(function* () {
      for (const member of members)
        if ((dates.lastUpdate(member, end) ?? -1) >= first) yield member;
    });
  if (first === 0) return range(0, Math.min(people, end));
  return lazySelection(function* () {
    for (let visit = first; visit < end; visit += 1)
      if (dates.lastUpdate(visit % people, end) === visit) yield visit % people;
  });
}

function perVisit(rate: Rate, { first, end, members }: Visits, people: number): Selection {
  if (!members) return range(firstOfVisit(rate, first), firstOfVisit(rate, end));
  return lazySelection(function* () {
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

/** Numbers of selected resources: how many, and which, beginning with the `start`-th. */
type Selection = { readonly count: number; from(start: number): Iterable<number> };

/** The numbers from `first` inclusive to `end` exclusive. */
function range(first: number, end: number): Selection {
  return {
    count: Math.max(0, end - first),
    *from(start) {
      for (let index = first + start; index < end; index += 1) yield index;
    },
  };
}

/** The numbers that `generate` gives; it runs again each time, so that nothing is kept in memory. */
function lazySelection(generate: () => Iterable<number>): Selection {
  return {
    get count() {
      let count = 0;
      for (const _ of generate()) count += 1;
      return count;
    },
    *from(start) {
      let skipped = 0;
      for (const index of generate()) {
        if (skipped >= start) yield index;
        skipped += 1;
      }
    },
  };
}
