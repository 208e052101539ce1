import { readRetryAfter } from '../../fhir-server/time-headers.ts';
import type { ServerBusy } from '../../runtime/errors.ts';
import type { Log } from '../../runtime/log.ts';
import type { Source } from '../../settings/source.ts';
import type { DownloadEvent, Unfinished } from '../../workflow/events.ts';
import { type Claim, claim, isDown, LOOK_SECONDS, left, slowedDown } from './throttle.ts';
import { changePace, type PaceDeps, type PaceRecord } from './throttle-record.ts';

/** How one call of Download behaves towards a source that may be busy. */
type Manners = {
  /** Asked before each item: undefined where it may be fetched, or how long its unit waits. */
  look(): Promise<Unfinished | undefined>;
  /**
   * The server asked to wait: slows the whole source down, and says how long this unit waits. Throws the
   * ServerBusy where the source is down.
   */
  slowDown(busy: ServerBusy, askedAt: Date): Promise<Unfinished>;
  /** Gives its place to others. */
  leave(): Promise<void>;
};

/** Whether a source that is down ends the call; attachments are given up one by one. */
type WhenDown = 'fail' | 'wait';

export type Limits = { remainingMilliseconds: () => number; whenDown: WhenDown };

export type MannersDeps = PaceDeps & TellDeps;

/**
 * As long as a source has never asked to wait, one look every ten seconds at a paper that is not there;
 * after that, one of the places that the pace allows. A unit that is called again after its call died
 * finds its own place; of one that is never called again, the place ends with the call.
 */
export function mannersOf(
  event: DownloadEvent,
  source: Source,
  deps: MannersDeps,
  { remainingMilliseconds, whenDown }: Limits,
): Manners {
  const { clock, random } = deps;
  const { maxConcurrency } = source;
  const holder = event.unitKey;
  const ends = clock.now().getTime() + remainingMilliseconds();
  const place = { holder, until: new Date(ends).toISOString() };
  let lookedAt = Number.NEGATIVE_INFINITY;
  let hasPlace = false;
  const later = (pace: PaceRecord): Unfinished => {
    const waiting = { now: clock.now(), waits: event.waits, random };
    return { kind: 'retry-after', waitSeconds: nextCallSeconds(pace, waiting) };
  };
  return {
    async look() {
      const now = clock.now();
      if (now.getTime() - lookedAt < LOOK_SECONDS * 1000) return undefined;
      lookedAt = now.getTime();
      const decide = (pace: PaceRecord | undefined): Claim<PaceRecord | undefined> =>
        pace ? claim(pace, place, now, maxConcurrency) : { may: 'freely', pace };
      const { may, pace } = await changePace(event.source, decide, deps);
      hasPlace = may === 'by its place';
      return pace && may === 'not now' ? later(pace) : undefined;
    },
    async slowDown(busy, askedAt) {
      const now = clock.now();
      const answer = { askedAt, now, retryAfterSeconds: readRetryAfter(busy.retryAfter, now) };
      const decide = (before: PaceRecord | undefined) => {
        const pace = slowedDown(before, answer, maxConcurrency);
        return { pace: left(pace, holder), isNew: pace.slowedAt !== before?.slowedAt };
      };
      const { pace, isNew } = await changePace(event.source, decide, deps);
      hasPlace = false;
      if (isNew) tellSlowDown(event, pace, source, deps);
      if (whenDown === 'fail' && isDown(pace, answer)) throw busy;
      return later(pace);
    },
    async leave() {
      if (!hasPlace) return;
      const decide = (pace: PaceRecord | undefined) => ({ pace: pace && left(pace, holder) });
      await changePace(event.source, decide, deps);
    },
  };
}

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

type TellDeps = { log: Log };

/** Tells of a slow-down, and by the metric of an alarm of a source that asks to wait for too long. */
function tellSlowDown(
  { exportId, source }: DownloadEvent,
  { allowed, slowedAt, notBefore, busySince }: PaceRecord,
  { stuckAfterHours }: Source,
  { log }: TellDeps,
): void {
  const waitSeconds = Math.ceil((Date.parse(notBefore) - Date.parse(slowedAt)) / 1000);
  log.count('SlowDowns', 1);
  log.warn('download.slowed', { exportId, source, waitSeconds, allowed });
  const busyHours = (Date.parse(slowedAt) - Date.parse(busySince)) / 3_600_000;
  if (busyHours < stuckAfterHours) return;
  log.count('StuckDownloads', 1);
  log.warn('download.stuck', { exportId, source, busyHours: Math.floor(busyHours) });
}
