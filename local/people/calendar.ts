import { scramble } from './random-stream.ts';

const YEAR_MS = 365 * 24 * 3600 * 1000;
const VISITS_BEFORE_EPOCH = 4;

/** What a population follows from: the same settings, the same people. */
export type PopulationSettings = {
  seed: number;
  people: number;
  epoch: Date;
  visitsPerMinute: number;
};

/**
 * The visits of a population, numbered in the order of time, so that any window of time is a range
 * of numbers. In the year up to `epoch` each patient visits four times; after it visits go on for
 * ever, `visitsPerMinute` of them. Patients take turns: visit 17 of 10 people is patient 7's second.
 */
export function calendar({ seed, people, epoch, visitsPerMinute }: PopulationSettings) {
  const before = people * VISITS_BEFORE_EPOCH;
  const opened = epoch.getTime() - YEAR_MS;

  const timeOf = (visit: number): number =>
    visit < before
      ? opened + Math.floor(((visit + 1) * YEAR_MS) / before)
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
    visit < people || scramble(seed ^ scramble(visit + 1)) % 4 === 0;

  return {
    /** When the directory of the population (practitioners, places) was written: before any visit. */
    opened,
    /** When a visit was, in milliseconds since 1970. */
    timeOf,
    /** How many visits there were up to and including that time; also the next one's number. */
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
