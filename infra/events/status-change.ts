import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { StepLambda } from '../functions/step-lambda.ts';
import type { Executions } from '../workflow/executions.ts';

type Props = { executions: Executions; cleanUp: StepLambda; deadLetters: IQueue };

/** Tries beyond the first, and hours until the event is laid aside. */
const RETRY_POLICY = { retryAttempts: 2, maxEventAge: Duration.hours(6) };

/**
 * Calls Clean up when an execution ended without it: an abort, a time-out, and errors that cannot be
 * caught run no Catch (F3). The event names the execution and no more: under our own key Step
 * Functions leaves out input, output, error and cause.
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
 * Where calls end that could not be delivered: a schedule that could not start an export, a clean-up
 * that could not run. They name an export and carry no data, so SQS's own key is enough.
 */
export const deadLetters = (scope: Construct, id: string) =>
  new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
