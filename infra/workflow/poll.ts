import { Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { StepFunction } from '../step-function.ts';
import { EXPORT_ID, invoke, SOURCE } from './invoke.ts';
import { awsStumbles, jobGone, serverDoesNotAnswer, statusBroken, stepDied } from './retries.ts';

/** Waits as long as the step before it said; Step Functions waits for nothing. */
export const wait = (scope: Construct) =>
  Wait.jsonata(scope, 'Wait', { time: WaitTime.seconds('{% $states.input.waitSeconds %}') });

/** Asks once how the server's job stands. */
export const poll = (scope: Construct, step: StepFunction) =>
  invoke(scope, 'Poll', {
    step,
    payload: { exportId: EXPORT_ID, source: SOURCE, polls: '{% $polls %}' },
    assign: { polls: '{% $polls + 1 %}' },
    retries: [serverDoesNotAnswer, statusBroken, jobGone, stepDied, awsStumbles],
  });
