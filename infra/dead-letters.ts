import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * Where calls end that could not be delivered: a schedule that could not start an export, a clean-up
 * that could not run. They name an export and carry no data, so SQS's own key is enough.
 */
export const deadLetters = (scope: Construct, id: string) =>
  new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
