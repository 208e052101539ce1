import * as z from 'zod';

/** Minutes, hours, day of month, month, day of week, year; of the two days one is `?`. */
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
 * When an export starts, as EventBridge Scheduler takes it: `cron(…)` or `rate(…)`. Not `at(…)`, which
 * starts once. The characters are checked here; whether there is such a day, only AWS knows.
 */
export const ScheduleExpression = z
  .string()
  .refine(
    (text) => RATE.test(text) || isCron(text),
    'cron(…) of six fields such as cron(0 3 * * ? *), or rate(…) such as rate(12 hours)',
  );

/** A name of the IANA time zone database such as America/New_York; no offset such as +01:00. */
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
 * Names that others replaced, such as US/Eastern, are not among those that are supported, and the first
 * format of a process costs a Lambda's first call a tenth of its time.
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
