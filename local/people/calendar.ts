import { fmix32 } from './resources/random-stream.ts';

const YEAR_MS = 365 * 24 * 3600 * 1000;
const VISITS_BEFORE_EPOCH = 4;

/** The same settings give the same population. */
export type PopulationSettings = {
  seed: number;
  people: number;
  epoch: Date;
  visitsPerMinute: number;
};

/**
 * The visits of a population, numbered in the order of time, so that a window of time is a range of
 * numbers. In the year up to `epoch` each patient has four visits; after that there are `visitsPerMinute`
 * without end. Patients take turns: visit 17 of 10 people is patient 7's second.
 */
export function calendar({ seed, people, epoch, visitsPerMinute }: PopulationSettings) {
  const before = people * VISITS_BEFORE_EPOCH;
  const recordedAt = epoch.getTime() - YEAR_MS;

  const timeOf = (visit: number): number =>
    visit < before
      ? recordedAt + Math.floor(((visit + 1) * YEAR_MS) / before)
      : epoch.getTime() + Math.floor(((visit - before + 1) * 60_000) / visitsPerMinute);

  const visitsUntil = (time: Date): number => {
    const after = time.getTime() - epoch.getTime();
    const estimate =
      after > 0 ? before + (after * visitsPerMinute) / 60_000 : before + (after * before) / YEAR_MS;
    let visits = Math.max(0, Math.floor(estimate));
    while (timeOf(visits) <= time.getTime()) visits += 1;
    while (visits > 0 && timeOf(visits - 1) > time.getTime()) visits -= 1;
    return visits;
  };

  const updatesPatient = (visit: number) =>
    visit < people || fmix32(seed ^ fmix32(visit + 1)) % 4 === 0;

  return {
    /** When practitioners, organizations and locations were recorded: before any visit. */
    recordedAt,
    /** The time of a visit, in milliseconds since 1970. */
    timeOf,
    /** The number of visits up to and including that time; also the number of the next visit. */
    visitsUntil,
    /** The last visit numbered below `end` that updated the patient's record; undefined before the first. */
    lastUpdate(patient: number, end: number): number | undefined {
      if (patient >= end) return undefined;
      let visit = end - 1 - ((end - 1 - patient) % people);
      while (!updatesPatient(visit)) visit -= people;
      return visit;
    },
  };
}
export type Calendar = ReturnType<typeof calendar>;
