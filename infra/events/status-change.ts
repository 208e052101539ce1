import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { StepLambda } from '../functions/step-lambda.ts';
import type { Executions } from '../workflow/executions.ts';

type Props = { executions: Executions; cleanUp: StepLambda; deadLetters: IQueue };

/** Retries after the first attempt, and when the event goes to the dead-letter queue. */
const RETRY_POLICY = { retryAttempts: 2, maxEventAge: Duration.hours(6) };

/**
 * Calls Clean up when an execution ends without success: after an abort, a timeout or an error that
 * cannot be caught, no Catch runs (F3). The event has the execution's ARN only: with a customer managed
 * key Step Functions leaves out input, output, error and cause.
 */
export class StatusChange extends Construct {
  constructor(scope: Construct, id: string, { executions, cleanUp, deadLetters }: Props) {
    super(scope, id);
    const target = new LambdaFunction(cleanUp.lambda, {
      deadLetterQueue: deadLetters,
      ...RETRY_POLICY,
    });
    new Rule(this, 'Rule', {
      description: 'Sluice: an export ended without success',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [executions.machineArn],
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      targets: [target],
    });
    const onFailure = new SqsDestination(deadLetters);
    cleanUp.lambda.configureAsyncInvoke({ onFailure, ...RETRY_POLICY });
    cleanUp.allow(['sqs:SendMessage'], [deadLetters.queueArn]);
  }
}

/**
 * The queue of undelivered calls: a schedule that could not start an export, a Clean up that failed.
 * The messages name an export and hold no data, so SQS's own key is enough.
 */
export const deadLetterQueue = (scope: Construct, id: string) =>
  new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
