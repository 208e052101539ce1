import type { ThrottleRecord } from './throttle-record.ts';

/**
 * Pure decisions about a source's throttle: the concurrency is halved when the server asks to wait, and
 * grows again while it does not (D21).
 */

/** How often a call checks the throttle, between files. */
export const CHECK_SECONDS = 10;

/** After each such period without throttling an eighth of `maxConcurrency` is added. */
const RECOVERY_SECONDS = 10 * 60;
const RECOVERY_STEPS = 8;

/** Wait without `Retry-After`; doubles with consecutive throttling. */
const FIRST_WAIT_SECONDS = 15;
const MAX_WAIT_SECONDS = 15 * 60;

/** After so much consecutive throttling without `Retry-After` the source counts as down. */
const DOWN_AFTER_SECONDS = 2 * 3600;

/** Precision of `Retry-After`. */
const RETRY_AFTER_MILLISECONDS = 1000;

/** A 429 or 503 from the server. */
type ThrottledResponse = {
  /** When its request was sent. */
  requestedAt: Date;
  now: Date;
  retryAfterSeconds: number | undefined;
};

/**
 * The throttle after a throttled response: half the concurrency, rounded up, and no request before the
 * wait is over. Of several throttled responses at the same moment the first one counts; the others can
 * only make the wait longer. Returns the same object if nothing changes.
 */
export function throttled(
  throttle: ThrottleRecord | undefined,
  response: ThrottledResponse,
  maxConcurrency: number,
): ThrottleRecord {
  const { requestedAt, now, retryAfterSeconds } = response;
  if (throttle && requestedAt.getTime() < knownToAllAt(throttle))
    return withLongerWait(throttle, response);
  const previous = throttle && recoverySteps(throttle, now) === 0 ? throttle : undefined;
  const consecutiveThrottles = (previous?.consecutiveThrottles ?? 0) + 1;
  const before = throttle ? concurrencyAt(throttle, now, maxConcurrency) : maxConcurrency;
  const throttledAt = now.toISOString();
  return {
    allowed: Math.ceil(before / 2),
    consecutiveThrottles,
    throttledSince: previous?.throttledSince ?? throttledAt,
    throttledAt,
    notBefore: after(now, retryAfterSeconds ?? defaultWaitSeconds(consecutiveThrottles)),
    slots: throttle?.slots ?? [],
  };
}

/** Whether the source counts as down: throttled for hours, and no `Retry-After` in its last response. */
export const isDown = (
  { throttledSince }: Pick<ThrottleRecord, 'throttledSince'>,
  { now, retryAfterSeconds }: ThrottledResponse,
): boolean =>
  retryAfterSeconds === undefined &&
  now.getTime() - Date.parse(throttledSince) >= DOWN_AFTER_SECONDS * 1000;

/** Whether a call may send requests now, and the throttle after that. */
export type Acquired<Throttle extends ThrottleRecord | undefined> = {
  access: 'unlimited' | 'slot' | 'wait';
  throttle: Throttle;
};

/** Acquires a slot if one is free; releases the caller's slot if it is no longer allowed. */
export function acquire(
  throttle: ThrottleRecord,
  slot: ThrottleRecord['slots'][number],
  now: Date,
  maxConcurrency: number,
): Acquired<ThrottleRecord> {
  if (isOver(throttle, now, maxConcurrency)) return { access: 'unlimited', throttle };
  const { holder, expiresAt } = slot;
  const slots = throttle.slots.filter(
    (each) => each.holder === holder || Date.parse(each.expiresAt) > now.getTime(),
  );
  const held = slots.findIndex((each) => each.holder === holder);
  const position = held < 0 ? slots.length : held;
  const isEarly = now.getTime() < Date.parse(throttle.notBefore);
  if (isEarly || position >= concurrencyAt(throttle, now, maxConcurrency))
    return { access: 'wait', throttle: release(throttle, holder) };
  if (slots[position]?.expiresAt === expiresAt) return { access: 'slot', throttle };
  return { access: 'slot', throttle: { ...throttle, slots: slots.toSpliced(position, 1, slot) } };
}

/** Releases the holder's slot. Returns the same object if it has none. */
export function release(throttle: ThrottleRecord, holder: string): ThrottleRecord {
  const slots = throttle.slots.filter((slot) => slot.holder !== holder);
  return slots.length === throttle.slots.length ? throttle : { ...throttle, slots };
}

/** How many calls may send requests at the same time. */
const concurrencyAt = (throttle: ThrottleRecord, now: Date, maxConcurrency: number): number =>
  Math.min(
    maxConcurrency,
    throttle.allowed + recoverySteps(throttle, now) * Math.ceil(maxConcurrency / RECOVERY_STEPS),
  );

/** Whether the source has recovered completely. */
const isOver = (throttle: ThrottleRecord, now: Date, maxConcurrency: number): boolean =>
  recoverySteps(throttle, now) > 0 &&
  concurrencyAt(throttle, now, maxConcurrency) === maxConcurrency;

function withLongerWait(
  throttle: ThrottleRecord,
  { now, retryAfterSeconds }: ThrottledResponse,
): ThrottleRecord {
  if (retryAfterSeconds === undefined) return throttle;
  const notBefore = after(now, retryAfterSeconds);
  const isLonger =
    Date.parse(notBefore) > Date.parse(throttle.notBefore) + RETRY_AFTER_MILLISECONDS;
  return isLonger ? { ...throttle, notBefore } : throttle;
}

/** A request sent before that may come from a call that does not know of the throttling yet. */
const knownToAllAt = ({ throttledAt, notBefore }: ThrottleRecord) =>
  Math.max(Date.parse(notBefore), Date.parse(throttledAt) + CHECK_SECONDS * 1000);

const recoverySteps = ({ notBefore }: ThrottleRecord, now: Date) =>
  Math.max(0, Math.floor((now.getTime() - Date.parse(notBefore)) / (RECOVERY_SECONDS * 1000)));

const defaultWaitSeconds = (consecutiveThrottles: number) =>
  Math.min(MAX_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (consecutiveThrottles - 1));

const after = (now: Date, seconds: number) =>
  new Date(now.getTime() + seconds * 1000).toISOString();
