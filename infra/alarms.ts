import { Aws, Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Metric as SluiceMetric } from '../lambdas/runtime/log.ts';
import { stepList } from './functions/steps.ts';
import type { Keys } from './security/keys.ts';

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
    this.alarm('ExportPartial', {
      metric: partialExports(),
      description:
        'An export was published as not complete: its server told of errors, or a file is quarantined.',
      article: 'export-partial',
    });
    this.alarm('FilesQuarantined', {
      metric: quarantinedFiles(),
      description:
        'Files of a published export hold lines that are wrong, and are not in the lake.',
      article: 'files-quarantined',
    });
    this.alarm('ExportStuck', {
      metric: stuckExports(),
      description:
        "A server's job does not get on, or the server begins none, or is too busy to give its files.",
      article: 'export-stuck',
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

const FIVE_MINUTES = Duration.minutes(5);
/** Polls of a long job are up to an hour apart, and the alarm should stand from one to the next. */
const HOUR = Duration.hours(1);

/** What a step counts itself, under the names that its metrics are told (step-function.ts). */
const counted = (metricName: SluiceMetric, { name }: { name: string }, period: Duration) =>
  new Metric({
    namespace: 'Sluice',
    metricName,
    dimensionsMap: { service: name },
    statistic: 'Sum',
    period,
  });

/** A publication that died is finished by Clean up, or by the next Kick off, and counted there. */
const countedInPublication = (metric: SluiceMetric, label: string) =>
  new MathExpression({
    expression: 'FILL(publish, 0) + FILL(cleanUp, 0) + FILL(kickOff, 0)',
    label,
    period: FIVE_MINUTES,
    usingMetrics: {
      publish: counted(metric, stepList.publish, FIVE_MINUTES),
      cleanUp: counted(metric, stepList.cleanUp, FIVE_MINUTES),
      kickOff: counted(metric, stepList.kickOff, FIVE_MINUTES),
    },
  });

const partialExports = () =>
  countedInPublication('PartialExports', 'Exports published as not complete');

const quarantinedFiles = () =>
  countedInPublication('QuarantinedFiles', 'Files of published exports that are quarantined');

/** A job is polled; a server that is too busy for one, or for its files, is asked again by that step. */
const stuckExports = () =>
  new MathExpression({
    expression: 'FILL(poll, 0) + FILL(kickOff, 0) + FILL(download, 0)',
    label: 'Requests of exports that do not get on',
    period: HOUR,
    usingMetrics: {
      poll: counted('StuckPolls', stepList.poll, HOUR),
      kickOff: counted('StuckKickOffs', stepList.kickOff, HOUR),
      download: counted('StuckDownloads', stepList.download, HOUR),
    },
  });

const endedWithoutSuccess = (machine: StateMachine) =>
  new MathExpression({
    // FILL: a metric without a data point would leave the whole sum without one.
    expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)',
    label: 'Exports that ended without success',
    period: FIVE_MINUTES,
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
