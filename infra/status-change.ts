import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Executions } from './executions.ts';
import type { StepFunction } from './step-function.ts';

type Props = { executions: Executions; cleanUp: StepFunction; deadLetters: IQueue };

/** Tries beyond the first, and hours until the event is laid aside. */
const PATIENCE = { retryAttempts: 2, maxEventAge: Duration.hours(6) };

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
      ...PATIENCE,
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
    cleanUp.lambda.configureAsyncInvoke({ onFailure, ...PATIENCE });
    cleanUp.allow(['sqs:SendMessage'], [deadLetters.queueArn]);
  }
}
