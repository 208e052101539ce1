import type { Construct } from 'constructs';
import type { StepFunction } from '../step-function.ts';
import { EXPORT_ID, invoke, STARTED_AT, WAIT_SECONDS } from './invoke.ts';
import { awsStumbles, kickOffDied, lambdaThrottled, serverCannotBegin } from './retries.ts';

/** Asks the server to begin. The counters start here; a busy server is asked again after a wait (K3). */
export const kickOff = (scope: Construct, step: StepFunction) =>
  invoke(scope, 'Kick off', {
    step,
    payload: {
      exportId: EXPORT_ID,
      executionArn: '{% $states.context.Execution.Id %}',
      startedAt: STARTED_AT,
      start: '{% $states.context.Execution.Input %}',
    },
    assign: {
      polls: 0,
      plannedSoFar: { pages: 0, units: 0 },
      waitSeconds: WAIT_SECONDS,
    },
    retries: [serverCannotBegin, kickOffDied, lambdaThrottled, awsStumbles],
  });
