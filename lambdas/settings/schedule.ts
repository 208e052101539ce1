import * as z from 'zod';

/** Minutes, hours, day of month, month, day of week, year; exactly one of the two days is `?`. */
const CRON_FIELDS = [
  /^[\d*,/-]+$/,
  /^[\d*,/-]+$/,
  /^[\d*,/?LW-]+$/,
  /^(\d|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|[*,/-])+$/,
  /^(\d|SUN|MON|TUE|WED|THU|FRI|SAT|[*,/?L#-])+$/,
  /^[\d*,/-]+$/,
];

const RATE = /^rate\([1-9]\d* (minute|hour|day)s?\)$/;

/**
 * A schedule expression of EventBridge Scheduler: `cron(…)` or `rate(…)`, but not the one-time `at(…)`.
 * Only the syntax is checked here; AWS checks whether such a day exists.
 */
export const ScheduleExpression = z
  .string()
  .refine(
    (text) => RATE.test(text) || isCron(text),
    'cron(…) of six fields such as cron(0 3 * * ? *), or rate(…) such as rate(12 hours)',
  );

/** A time zone of the IANA database such as America/New_York; no offset such as +01:00. */
export const TimeZone = z
  .string()
  .refine((name) => isTimeZone(name), 'a time zone of the IANA database such as America/New_York');

function isCron(text: string): boolean {
  const fields = /^cron\((.+)\)$/.exec(text)?.[1]?.split(' ') ?? [];
  const [, , dayOfMonth, , dayOfWeek] = fields;
  return (
    fields.length === CRON_FIELDS.length &&
    CRON_FIELDS.every((pattern, i) => pattern.test(fields[i] ?? '')) &&
    (dayOfMonth === '?') !== (dayOfWeek === '?')
  );
}

/**
 * `supportedValuesOf` lacks aliases such as US/Eastern. It is tried first because the first
 * DateTimeFormat of a process makes a Lambda's cold start 10 % longer.
 */
const isTimeZone = (name: string): boolean =>
  /^[A-Z]/.test(name) && (Intl.supportedValuesOf('timeZone').includes(name) || isAlias(name));

function isAlias(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
