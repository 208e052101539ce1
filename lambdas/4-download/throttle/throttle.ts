import type { PaceRecord } from './throttle-record.ts';

/**
 * How fast a source is asked for files, decided over values: halved when it asks to wait, and more again
 * after each while in which it does not (D21).
 */

/** A call looks at the pace that often, between files. */
export const LOOK_SECONDS = 10;

/** So long without being asked to wait, and the source gets more, by an eighth of what it may get. */
const QUIET_SECONDS = 10 * 60;
const STEPS_TO_ALL = 8;

/** Our own wait where the server names none; it doubles from slow-down to slow-down. */
const FIRST_WAIT_SECONDS = 15;
const LONGEST_WAIT_SECONDS = 15 * 60;

/** A source that is busy for so long in a row, and never says until when, does not serve files. */
const DOWN_AFTER_SECONDS = 2 * 3600;

/** What `Retry-After` is exact to. */
const EXACT_MILLISECONDS = 1000;

/** An answer that asks to wait, and when the request was sent that it is the answer to. */
export type BusyAnswer = { askedAt: Date; now: Date; retryAfterSeconds: number | undefined };

/** Calls that may ask at the same time. */
const allowedAt = (pace: PaceRecord, now: Date, maxConcurrency: number): number =>
  Math.min(
    maxConcurrency,
    pace.allowed + quietSteps(pace, now) * Math.ceil(maxConcurrency / STEPS_TO_ALL),
  );

/** Whether a pace holds nobody back any more. */
const isOver = (pace: PaceRecord, now: Date, maxConcurrency: number): boolean =>
  quietSteps(pace, now) > 0 && allowedAt(pace, now, maxConcurrency) === maxConcurrency;

/**
 * The pace after a busy answer: half of what was allowed, rounded up, and nothing before the wait is
 * over. Of the many that are refused in the same moment the first one counts; the others may make the
 * wait longer. The pace itself where an answer tells nothing new.
 */
export function slowedDown(
  pace: PaceRecord | undefined,
  answer: BusyAnswer,
  maxConcurrency: number,
): PaceRecord {
  const { askedAt, now, retryAfterSeconds } = answer;
  if (pace && askedAt.getTime() < settlesAt(pace)) return obeying(pace, answer);
  const last = pace && quietSteps(pace, now) === 0 ? pace : undefined;
  const rounds = (last?.rounds ?? 0) + 1;
  const before = pace ? allowedAt(pace, now, maxConcurrency) : maxConcurrency;
  const slowedAt = now.toISOString();
  return {
    allowed: Math.ceil(before / 2),
    rounds,
    busySince: last?.busySince ?? slowedAt,
    slowedAt,
    notBefore: after(now, retryAfterSeconds ?? ownWaitSeconds(rounds)),
    places: pace?.places ?? [],
  };
}

/** Whether the source, which named no time in its last answer, has been busy for so long that it is down. */
export const isDown = (
  { busySince }: Pick<PaceRecord, 'busySince'>,
  { now, retryAfterSeconds }: BusyAnswer,
): boolean =>
  retryAfterSeconds === undefined &&
  now.getTime() - Date.parse(busySince) >= DOWN_AFTER_SECONDS * 1000;

/** Whether somebody may ask now, and what that makes of the pace. */
export type Claim<Pace extends PaceRecord | undefined> = {
  may: 'freely' | 'by its place' | 'not now';
  pace: Pace;
};

/** Takes a place where there is one to take, or gives up the one that is no longer allowed. */
export function claim(
  pace: PaceRecord,
  { holder, until }: PaceRecord['places'][number],
  now: Date,
  maxConcurrency: number,
): Claim<PaceRecord> {
  if (isOver(pace, now, maxConcurrency)) return { may: 'freely', pace };
  const isAlive = (place: { until: string }) => Date.parse(place.until) > now.getTime();
  const others = pace.places.filter((place) => place.holder === holder || isAlive(place));
  const known = others.findIndex((place) => place.holder === holder);
  const at = known < 0 ? others.length : known;
  const isEarly = now.getTime() < Date.parse(pace.notBefore);
  if (isEarly || at >= allowedAt(pace, now, maxConcurrency))
    return { may: 'not now', pace: left(pace, holder) };
  if (others[at]?.until === until) return { may: 'by its place', pace };
  const places = [...others.slice(0, at), { holder, until }, ...others.slice(at + 1)];
  return { may: 'by its place', pace: { ...pace, places } };
}

/** The pace without a place for the holder; itself where there was none. */
export function left(pace: PaceRecord, holder: string): PaceRecord {
  const places = pace.places.filter((place) => place.holder !== holder);
  return places.length === pace.places.length ? pace : { ...pace, places };
}

/** A server that says something longer is obeyed. */
function obeying(pace: PaceRecord, { now, retryAfterSeconds }: BusyAnswer): PaceRecord {
  if (retryAfterSeconds === undefined) return pace;
  const notBefore = after(now, retryAfterSeconds);
  const isLonger = Date.parse(notBefore) > Date.parse(pace.notBefore) + EXACT_MILLISECONDS;
  return isLonger ? { ...pace, notBefore } : pace;
}

/** Whoever asks before that may not have heard of the slow-down. */
const settlesAt = ({ slowedAt, notBefore }: PaceRecord) =>
  Math.max(Date.parse(notBefore), Date.parse(slowedAt) + LOOK_SECONDS * 1000);

const quietSteps = ({ notBefore }: PaceRecord, now: Date) =>
  Math.max(0, Math.floor((now.getTime() - Date.parse(notBefore)) / (QUIET_SECONDS * 1000)));

const ownWaitSeconds = (rounds: number) =>
  Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (rounds - 1));

const after = (now: Date, seconds: number) =>
  new Date(now.getTime() + seconds * 1000).toISOString();
