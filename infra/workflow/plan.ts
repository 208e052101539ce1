import type { Construct } from 'constructs';
import type { StepFunction } from '../step-function.ts';
import { EXPORT_ID, invoke, PLANNED_SO_FAR, RESULT, SOURCE } from './invoke.ts';
import { awsStumbles, lambdaThrottled, stepDied } from './retries.ts';

/** Cuts the manifest, or what is new of it, into units of download work. */
export const plan = (scope: Construct, step: StepFunction) =>
  invoke(scope, 'Plan', {
    step,
    payload: { exportId: EXPORT_ID, source: SOURCE, plannedSoFar: PLANNED_SO_FAR },
    assign: { plan: RESULT, plannedSoFar: '{% $states.result.Payload.plannedSoFar %}' },
    retries: [stepDied, lambdaThrottled, awsStumbles],
  });
