import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { Start } from '../../../lambdas/workflow/events.ts';
import { resolved } from '../resolved.ts';
import { ofType } from '../template.ts';
import { openSource, templateOver } from '../variant.ts';

const Schedule = z.looseObject({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string(),
  FlexibleTimeWindow: z.json(),
  GroupName: z.string(),
  Target: z.looseObject({
    Arn: z.string(),
    RoleArn: z.string(),
    Input: z.string(),
    RetryPolicy: z.json(),
    DeadLetterConfig: z.looseObject({ Arn: z.string() }),
  }),
});
const schedules = ofType('AWS::Scheduler::Schedule').map(({ Properties }) =>
  Schedule.parse(resolved(Properties)),
);

test('every scheduled export starts at its time, in its time zone', () => {
  const within = (minutes: number) => ({ Mode: 'FLEXIBLE', MaximumWindowInMinutes: minutes });
  assert.deepEqual(
    schedules.map((schedule) => [
      schedule.ScheduleExpression,
      schedule.ScheduleExpressionTimezone,
      schedule.FlexibleTimeWindow,
    ]),
    [
      ['cron(0 3 * * ? *)', 'America/New_York', within(15)],
      ['cron(30 4 * * ? *)', 'America/Chicago', within(15)],
      ['cron(0 6 ? * SUN *)', 'America/Los_Angeles', within(60)],
    ],
  );
});

test('a schedule starts an execution with the names of source and export only', () => {
  const inputs = schedules.map(({ Target }) => Start.parse(JSON.parse(Target.Input)));
  assert.deepEqual(inputs, [
    { source: 'acme', export: 'nightly' },
    { source: 'birch', export: 'morning' },
    { source: 'cedar', export: 'weekly' },
  ]);
  for (const { Target } of schedules) assert.match(Target.Arn, /:stateMachine:Sluice$/);
});

test('a start that fails is retried for four hours, then goes to the dead-letter queue (O2)', () => {
  for (const { Target, GroupName } of schedules) {
    const patience = { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 4 * 3600 };
    assert.deepEqual(Target.RetryPolicy, patience);
    assert.match(Target.DeadLetterConfig.Arn, /^<DeadLetters/);
    assert.match(GroupName, /^<SchedulesGroup/);
  }
});

test('an export without a schedule has no EventBridge schedule', () => {
  const exports = { later: {}, punctual: { schedule: 'rate(1 day)', flexibleMinutes: 0 } };
  const template = templateOver({ open: { ...openSource, exports } });
  template.resourceCountIs('AWS::Scheduler::Schedule', 1);
  template.hasResourceProperties('AWS::Scheduler::Schedule', {
    FlexibleTimeWindow: { Mode: 'OFF' },
    ScheduleExpressionTimezone: 'UTC',
  });
});

test('sources and exports whose joined names are equal have separate schedules', () => {
  const scheduled = { schedule: 'rate(1 day)' };
  const template = templateOver({
    'a-b': { ...openSource, exports: { c: scheduled } },
    a: { ...openSource, exports: { 'b-c': scheduled } },
  });
  template.resourceCountIs('AWS::Scheduler::Schedule', 2);
});
