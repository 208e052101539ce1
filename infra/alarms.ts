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

/** The CloudWatch alarms; each has an article in docs/runbook.md, and all notify one SNS topic. */
export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { machine, deadLetters, keys }: Props) {
    super(scope, id);
    this.topic = alarmTopic(this, keys);
    this.alarm('ExportFailed', {
      metric: endedWithoutSuccess(machine),
      description: 'An export failed, timed out or was aborted. Nothing of it was published.',
      article: 'export-failed',
    });
    this.alarm('ExportPartial', {
      metric: partialExports(),
      description:
        'An export was published with complete = false: the server reported errors, or files were quarantined.',
      article: 'export-partial',
    });
    this.alarm('FilesQuarantined', {
      metric: quarantinedFiles(),
      description:
        'Files of a published export have invalid lines. They were quarantined and are not in the lake.',
      article: 'files-quarantined',
    });
    this.alarm('ExportStuck', {
      metric: stuckExports(),
      description:
        'An export makes no progress: its job on the server is not progressing, or the server accepts no kick-off, or it throttles all downloads.',
      article: 'export-stuck',
    });
    this.alarm('DeadLetters', {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
      description:
        'The dead-letter queue is not empty: a schedule could not start an export, or Clean up failed.',
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
/** Polls of a long job are up to an hour apart; the alarm stays on from one to the next. */
const HOUR = Duration.hours(1);

/** A metric of a step; namespace and service are set in functions/step-lambda.ts. */
const stepMetric = (metricName: SluiceMetric, { name }: { name: string }, period: Duration) =>
  new Metric({
    namespace: 'Sluice',
    metricName,
    dimensionsMap: { service: name },
    statistic: 'Sum',
    period,
  });

/** Clean up or the next Kick off finishes an interrupted publication, and counts it. */
const publicationMetric = (metric: SluiceMetric, label: string) =>
  new MathExpression({
    expression: 'FILL(publish, 0) + FILL(cleanUp, 0) + FILL(kickOff, 0)',
    label,
    period: FIVE_MINUTES,
    usingMetrics: {
      publish: stepMetric(metric, stepList.publish, FIVE_MINUTES),
      cleanUp: stepMetric(metric, stepList.cleanUp, FIVE_MINUTES),
      kickOff: stepMetric(metric, stepList.kickOff, FIVE_MINUTES),
    },
  });

const partialExports = () =>
  publicationMetric('PartialExports', 'Exports published with complete = false');

const quarantinedFiles = () =>
  publicationMetric('QuarantinedFiles', 'Quarantined files of published exports');

/** Every step that waits for the server counts its calls after `stuckAfterHours` without progress. */
const stuckExports = () =>
  new MathExpression({
    expression: 'FILL(poll, 0) + FILL(kickOff, 0) + FILL(download, 0)',
    label: 'Calls of exports without progress',
    period: HOUR,
    usingMetrics: {
      poll: stepMetric('StuckPolls', stepList.poll, HOUR),
      kickOff: stepMetric('StuckKickOffs', stepList.kickOff, HOUR),
      download: stepMetric('StuckDownloads', stepList.download, HOUR),
    },
  });

const endedWithoutSuccess = (machine: StateMachine) =>
  new MathExpression({
    // FILL: without it the sum has no data point if one metric has none.
    expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)',
    label: 'Exports that ended without success',
    period: FIVE_MINUTES,
    usingMetrics: {
      failed: machine.metricFailed(),
      timedOut: machine.metricTimedOut(),
      aborted: machine.metricAborted(),
    },
  });

/** A policy replaces SNS's default policy, so it has to allow CloudWatch explicitly. */
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
