import { Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { StepFunction } from '../step-function.ts';
import { EXPORT_ID, invoke, PLANNED_SO_FAR, SOURCE, WAIT_SECONDS } from './invoke.ts';
import {
  awsStumbles,
  jobGone,
  lambdaThrottled,
  serverDoesNotAnswer,
  statusBroken,
  stepDied,
} from './retries.ts';

/** Waits as long as the step said that ran last of Kick off and Poll; the wait itself costs nothing. */
export const wait = (scope: Construct, name: 'Wait' | 'Wait for server') =>
  Wait.jsonata(scope, name, { time: WaitTime.seconds('{% $waitSeconds %}') });

/** Asks once how the server's job stands. */
export const poll = (scope: Construct, step: StepFunction) =>
  invoke(scope, 'Poll', {
    step,
    payload: {
      exportId: EXPORT_ID,
      source: SOURCE,
      polls: '{% $polls %}',
      plannedSoFar: PLANNED_SO_FAR,
    },
    assign: { polls: '{% $polls + 1 %}', waitSeconds: WAIT_SECONDS },
    retries: [serverDoesNotAnswer, statusBroken, jobGone, stepDied, lambdaThrottled, awsStumbles],
  });
