import { Duration } from 'aws-cdk-lib';
import { type RetryProps, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { StepLambda } from '../functions/step-lambda.ts';
import {
  awsFaults,
  jobGone,
  kickOffCrashed,
  kickOffUnavailable,
  lambdaThrottled,
  statusBroken,
  stepCrashed,
} from './retries.ts';

/** Kicks off the export, and sets the counters to zero. A busy server is asked again after a wait. */
export const kickOff = (scope: Construct, step: StepLambda) =>
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
    retries: [kickOffUnavailable, kickOffCrashed, lambdaThrottled, awsFaults],
  });

/** Asks once for the status of the server's job. An answer that is not about the job is a wait (P4). */
export const poll = (scope: Construct, step: StepLambda) =>
  invoke(scope, 'Poll', {
    step,
    payload: {
      exportId: EXPORT_ID,
      source: SOURCE,
      polls: '{% $polls %}',
      plannedSoFar: PLANNED_SO_FAR,
    },
    assign: { polls: '{% $polls + 1 %}', waitSeconds: WAIT_SECONDS },
    retries: [statusBroken, jobGone, stepCrashed, lambdaThrottled, awsFaults],
  });

/** Divides the new pages of the manifest into units of download work. */
export const plan = (scope: Construct, step: StepLambda) =>
  invoke(scope, 'Plan', {
    step,
    payload: { exportId: EXPORT_ID, source: SOURCE, plannedSoFar: PLANNED_SO_FAR },
    assign: { plan: RESULT, plannedSoFar: '{% $states.result.Payload.plannedSoFar %}' },
    retries: [stepCrashed, lambdaThrottled, awsFaults],
  });

/** Publishes the whole export, or refuses to. */
export const publish = (scope: Construct, step: StepLambda) =>
  invoke(scope, 'Publish', {
    step,
    payload: { exportId: EXPORT_ID, source: SOURCE },
    retries: [stepCrashed, lambdaThrottled, awsFaults],
  });

/** Settles an export that failed; `$failure` is the error from the Catch. */
export const cleanUp = (scope: Construct, step: StepLambda) =>
  invoke(scope, 'Clean up', {
    step,
    payload: { exportId: EXPORT_ID, source: SOURCE, failure: '{% $failure %}' },
    // A failed map says only that units failed; Clean up finds the error of the unit.
    assign: { failure: '{% $states.result.Payload.failure %}' },
    retries: [stepCrashed, lambdaThrottled, awsFaults],
  });

/** The export id: the execution's name, so it is known even if Kick off fails. */
export const EXPORT_ID = '{% $states.context.Execution.Name %}';
/** The source id, from the execution's input. */
export const SOURCE = '{% $states.context.Execution.Input.source %}';
/** The execution's start, from which its deadline counts. */
export const STARTED_AT = '{% $states.context.Execution.StartTime %}';
/** The function's result. */
export const RESULT = '{% $states.result.Payload %}';
/** The wait from the function's result; default: 0, because a variable needs a value. */
const WAIT_SECONDS =
  '{% $exists($states.result.Payload.waitSeconds) ? $states.result.Payload.waitSeconds : 0 %}';
/** Pages and units planned so far. */
const PLANNED_SO_FAR = '{% $plannedSoFar %}';

type Call = {
  step: StepLambda;
  payload: Record<string, unknown> | string;
  retries: readonly RetryProps[];
  /** The state's output; default: the function's result. */
  output?: string;
  assign?: Record<string, unknown>;
};

/** A task state that invokes a step's function. */
export function invoke(scope: Construct, name: string, call: Call): LambdaInvoke {
  const { step, payload, retries, output = RESULT, assign } = call;
  const task = LambdaInvoke.jsonata(scope, name, {
    lambdaFunction: step.lambda,
    payload:
      typeof payload === 'string' ? TaskInput.fromText(payload) : TaskInput.fromObject(payload),
    outputs: output,
    // Longer than the function's timeout, so that Lambda reports its timeout first.
    taskTimeout: Timeout.duration(step.timeout.plus(Duration.minutes(1))),
    // CDK's list lacks Lambda.TooManyRequestsException.
    retryOnServiceExceptions: false,
    ...(assign && { assign }),
  });
  for (const retry of retries) task.addRetry(retry);
  return task;
}
