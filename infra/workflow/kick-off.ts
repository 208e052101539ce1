import type { Construct } from 'constructs';
import type { StepFunction } from '../step-function.ts';
import { EXPORT_ID, invoke } from './invoke.ts';
import { awsStumbles, kickOffDied, serverCannotBegin } from './retries.ts';

/** Asks the server to begin. The count of polls starts here. */
export const kickOff = (scope: Construct, step: StepFunction) =>
  invoke(scope, 'Kick off', {
    step,
    payload: {
      exportId: EXPORT_ID,
      executionArn: '{% $states.context.Execution.Id %}',
      start: '{% $states.input %}',
    },
    assign: { polls: 0 },
    retries: [serverCannotBegin, kickOffDied, awsStumbles],
  });
