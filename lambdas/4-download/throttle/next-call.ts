import type { PaceRecord } from './pace-record.ts';

/** Those who wait for the same moment come back spread over this, and over more where many may. */
const SPREAD_SECONDS = 5;
const SPREAD_SECONDS_PER_PLACE = 0.1;

/** Between two looks for a place that others have. */
const PLACE_SECONDS = { least: 10, spread: 20 };

/** The n-th wait of a unit is n seconds at least, up to that. */
const LONGEST_LEAST_SECONDS = 15 * 60;

type Waiting = {
  now: Date;
  /** How often the unit has waited. */
  waits: number;
  random: () => number;
};

/**
 * Seconds until a unit that may not ask now is called again. A wait is 9 of the 25,000 events of its
 * execution's history: as each is a second longer than the one before, at least, the longest deadline
 * of fourteen days has some 1,800 of them, 16,200 events.
 */
export function nextCallSeconds(
  { notBefore, allowed }: PaceRecord,
  { now, waits, random }: Waiting,
): number {
  const leftSeconds = (Date.parse(notBefore) - now.getTime()) / 1000;
  const wait =
    leftSeconds > 0
      ? leftSeconds + random() * (SPREAD_SECONDS + allowed * SPREAD_SECONDS_PER_PLACE)
      : PLACE_SECONDS.least + random() * PLACE_SECONDS.spread;
  return Math.ceil(Math.max(wait, Math.min(LONGEST_LEAST_SECONDS, waits + 1)));
}
