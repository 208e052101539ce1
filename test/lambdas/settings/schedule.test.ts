import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ScheduleExpression, TimeZone } from '../../../lambdas/settings/schedule.ts';
import { Source } from '../../../lambdas/settings/source.ts';
import { parseSettings } from '../../../lambdas/settings/sources.ts';

const schedules = [
  'cron(0 3 * * ? *)',
  'cron(0/15 8-18 ? * MON-FRI *)',
  'cron(30 4 L * ? 2026-2030)',
  'cron(0 6 15W JAN,JUL ? *)',
  'cron(0 6 ? * 2#1 *)',
  'rate(1 day)',
  'rate(12 hours)',
];
for (const schedule of schedules)
  test(`${schedule} is a schedule expression`, () => {
    assert(ScheduleExpression.safeParse(schedule).success);
  });

const noSchedules = [
  'cron(nonsense)',
  'cron(0 3 * * ?)',
  'cron(0 3 * * ? * *)',
  'cron(0 3 * * * *)',
  'cron(0 3 ? * ? *)',
  'cron(x 3 * * ? *)',
  'cron(0 3 * FOO ? *)',
  'cron(0 3 ? * NAN *)',
  'cron(0 3  * * ? *)',
  'cron(0 3 * * ? *) ',
  'rate(0 days)',
  'rate(1.5 hours)',
  'rate(1 week)',
  'rate(hours)',
  'at(2026-11-22T03:00:00)',
  'nightly',
];
for (const schedule of noSchedules)
  test(`"${schedule}" is not a schedule expression`, () => {
    assert(!ScheduleExpression.safeParse(schedule).success);
  });

test('a time zone is a name of the IANA database, aliases included', () => {
  for (const zone of ['UTC', 'Etc/UTC', 'America/New_York', 'Asia/Kolkata', 'US/Eastern'])
    assert(TimeZone.safeParse(zone).success, zone);
  for (const zone of ['', 'Mars/Base', '+05:30', 'utc', 'New York', 'America/New_York '])
    assert(!TimeZone.safeParse(zone).success, zone);
});

const server = {
  dialect: '1up-ste',
  baseUrl: 'https://analytics.example/r4',
  auth: { kind: 'none' },
};

test('an invalid schedule or zone is reported with its field and what is expected', () => {
  const exports = { nightly: { schedule: 'cron(nonsense)', timeZone: 'Mars/Base' } };
  const settings = JSON.stringify({ sources: { acme: { ...server, exports } } });
  assert.throws(() => parseSettings(settings, 'sources.json'), {
    message: [
      'sources.json: sources.acme.exports.nightly.schedule: cron(…) of six fields such as cron(0 3 * * ? *), or rate(…) such as rate(12 hours)',
      'sources.json: sources.acme.exports.nightly.timeZone: a time zone of the IANA database such as America/New_York',
    ].join('\n'),
  });
});

test('the longest deadline is fourteen days, a day before the state machine times out', () => {
  assert(Source.safeParse({ ...server, deadlineHours: 336 }).success);
  assert(!Source.safeParse({ ...server, deadlineHours: 337 }).success);
});
