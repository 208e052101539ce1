import type { Construct } from 'constructs';
import type { StepFunction } from '../step-function.ts';
import { EXPORT_ID, invoke, RESULT, SOURCE } from './invoke.ts';
import { awsStumbles, stepDied } from './retries.ts';

/** Cuts the manifest into units of download work. */
export const plan = (scope: Construct, step: StepFunction) =>
  invoke(scope, 'Plan', {
    step,
    payload: { exportId: EXPORT_ID, source: SOURCE },
    assign: { plan: RESULT },
    retries: [stepDied, awsStumbles],
  });
