import { Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { StepFunction } from '../step-function.ts';
import { EXPORT_ID, invoke, SOURCE } from './invoke.ts';
import { awsStumbles, lambdaThrottled, stepDied } from './retries.ts';

/** Makes the whole export visible, or refuses it. */
export const publish = (scope: Construct, step: StepFunction) =>
  invoke(scope, 'Publish', {
    step,
    payload: { exportId: EXPORT_ID, source: SOURCE },
    retries: [stepDied, lambdaThrottled, awsStumbles],
  });

/** The good end, reached from Publish, or from a Clean up that finished a half-done publication. */
export const published = (scope: Construct) =>
  Succeed.jsonata(scope, 'Published', {
    outputs: "{% $merge([$states.input, { 'exportId': $states.context.Execution.Name }]) %}",
  });
