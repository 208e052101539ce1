import { Aws } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { NamedExport } from '../../lambdas/settings/source.ts';
import type { Sources } from '../../lambdas/settings/sources.ts';
import type { Start } from '../../lambdas/workflow/events.ts';
import { allow } from '../security/policies.ts';
import type { Executions } from '../workflow/executions.ts';

type NamedStart = Start & { export: string };
type Props = { sources: Sources; executions: Executions; deadLetters: IQueue };

/** An EventBridge schedule for every export in the settings that has a `schedule`. */
export class Schedules extends Construct {
  private readonly target: Omit<CfnSchedule.TargetProperty, 'input'>;
  private readonly groupName: string;

  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id);
    const group = new CfnScheduleGroup(this, 'Group', { name: props.executions.machineName });
    this.groupName = group.ref;
    this.target = {
      arn: props.executions.machineArn,
      roleArn: this.role(props).roleArn,
      // A nightly export can start late, but not on the next day; a duplicate start is skipped.
      retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 4 * 3600 },
      deadLetterConfig: { arn: props.deadLetters.queueArn },
    };
    for (const [source, { exports }] of Object.entries(props.sources)) {
      // A construct per source: two sources' names joined with export names can be equal.
      const scope = new Construct(this, source);
      for (const [name, settings] of Object.entries(exports))
        if (settings.schedule)
          this.schedule(scope, { source, export: name }, settings.schedule, settings);
    }
  }

  private schedule(scope: Construct, start: NamedStart, expression: string, settings: NamedExport) {
    new CfnSchedule(scope, start.export, {
      groupName: this.groupName,
      description: `Sluice: export "${start.export}" of source "${start.source}"`,
      scheduleExpression: expression,
      scheduleExpressionTimezone: settings.timeZone,
      flexibleTimeWindow: flexibleWindow(settings.flexibleMinutes),
      target: { ...this.target, input: JSON.stringify(start) },
    });
  }

  private role({ executions, deadLetters }: Props): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
    role.addToPolicy(allow(['states:StartExecution'], [executions.machineArn]));
    role.addToPolicy(allow(['sqs:SendMessage'], [deadLetters.queueArn]));
    return role;
  }
}

const flexibleWindow = (minutes: number): CfnSchedule.FlexibleTimeWindowProperty =>
  minutes > 0 ? { mode: 'FLEXIBLE', maximumWindowInMinutes: minutes } : { mode: 'OFF' };
