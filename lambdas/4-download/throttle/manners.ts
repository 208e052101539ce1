import { readRetryAfter } from '../../fhir-server/retry-after.ts';
import type { ServerBusy } from '../../runtime/errors.ts';
import type { Source } from '../../settings/source.ts';
import type { DownloadEvent, Unfinished } from '../../workflow/workflow.ts';
import { changePace, type PaceDeps } from './change-pace.ts';
import { nextCallSeconds } from './next-call.ts';
import { type Claim, claim, isDown, LOOK_SECONDS, left, slowedDown } from './pace.ts';
import type { PaceRecord } from './pace-record.ts';
import { type TellDeps, tellSlowDown } from './tell-slow-down.ts';

/** How one call of Download behaves towards a source that may be busy. */
export type Manners = {
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
    return { kind: 'later', waitSeconds: nextCallSeconds(pace, waiting) };
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
