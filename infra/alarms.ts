import { Aws, Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Keys } from './keys.ts';

type Props = { machine: StateMachine; deadLetters: IQueue; keys: Keys };

/** Tells the operators what did not go well; each alarm has its article in the runbook. */
export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { machine, deadLetters, keys }: Props) {
    super(scope, id);
    this.topic = alarmTopic(this, keys);
    this.alarm('ExportFailed', {
      metric: endedWithoutSuccess(machine),
      description: 'An export failed, timed out or was aborted, and published nothing.',
      article: 'export-failed',
    });
    this.alarm('DeadLetters', {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
      description: 'A schedule could not start its export, or a clean-up could not run.',
      article: 'dead-letters',
    });
  }

  private alarm(id: string, what: { metric: IMetric; description: string; article: string }) {
    const alarm = new Alarm(this, id, {
      alarmDescription: `${what.description} See docs/runbook.md#${what.article}`,
      metric: what.metric,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }
}

const endedWithoutSuccess = (machine: StateMachine) =>
  new MathExpression({
    // FILL: a metric without a data point would leave the whole sum without one.
    expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)',
    label: 'Exports that ended without success',
    period: Duration.minutes(5),
    usingMetrics: {
      failed: machine.metricFailed(),
      timedOut: machine.metricTimedOut(),
      aborted: machine.metricAborted(),
    },
  });

/** A topic with a policy loses the default one, so CloudWatch has to be let in by name. */
function alarmTopic(scope: Construct, keys: Keys): Topic {
  const topic = new Topic(scope, 'Topic', { masterKey: keys.operations, enforceSSL: true });
  const cloudWatch = {
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
  };
  topic.addToResourcePolicy(
    new PolicyStatement({ ...cloudWatch, actions: ['sns:Publish'], resources: [topic.topicArn] }),
  );
  keys.operations.addToResourcePolicy(
    new PolicyStatement({
      ...cloudWatch,
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
    }),
  );
  return topic;
}
