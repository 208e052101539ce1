import { Fail } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { StepFunction } from '../step-function.ts';
import { EXPORT_ID, invoke, SOURCE } from './invoke.ts';
import { awsStumbles, lambdaThrottled, stepDied } from './retries.ts';

/** Settles an export that went wrong; `$failure` is what a Catch caught. */
export const cleanUp = (scope: Construct, step: StepFunction) =>
  invoke(scope, 'Clean up', {
    step,
    payload: { exportId: EXPORT_ID, source: SOURCE, failure: '{% $failure %}' },
    // A failed map says only that units failed; Clean up finds out how.
    assign: { failure: '{% $states.result.Payload.failure %}' },
    retries: [stepDied, lambdaThrottled, awsStumbles],
  });

/** The bad end, under the name of the error that led to it. A time-out may come without a cause. */
export const failed = (scope: Construct) =>
  Fail.jsonata(scope, 'Failed', {
    error: '{% $failure.Error %}',
    cause: '{% $failure.Cause ? $failure.Cause : $failure.Error %}',
  });
