import { Duration } from 'aws-cdk-lib';
import {
  Fail,
  type RetryProps,
  Succeed,
  TaskInput,
  Timeout,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { StepLambda } from '../functions/step-lambda.ts';
import {
  awsStumbles,
  jobGone,
  kickOffDied,
  lambdaThrottled,
  serverCannotBegin,
  serverDoesNotAnswer,
  statusBroken,
  stepDied,
} from './retries.ts';

/** Asks the server to begin. The counters start here; a busy server is asked again after a wait (K3). */
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
    retries: [serverCannotBegin, kickOffDied, lambdaThrottled, awsStumbles],
  });

/** Waits as long as the step said that ran last of Kick off and Poll; the wait itself costs nothing. */
export const wait = (scope: Construct, name: 'Wait' | 'Wait for server') =>
  Wait.jsonata(scope, name, { time: WaitTime.seconds('{% $waitSeconds %}') });

/** Asks once how the server's job stands. */
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
    retries: [serverDoesNotAnswer, statusBroken, jobGone, stepDied, lambdaThrottled, awsStumbles],
  });

/** Cuts the manifest, or what is new of it, into units of download work. */
export const plan = (scope: Construct, step: StepLambda) =>
  invoke(scope, 'Plan', {
    step,
    payload: { exportId: EXPORT_ID, source: SOURCE, plannedSoFar: PLANNED_SO_FAR },
    assign: { plan: RESULT, plannedSoFar: '{% $states.result.Payload.plannedSoFar %}' },
    retries: [stepDied, lambdaThrottled, awsStumbles],
  });

/** Makes the whole export visible, or refuses it. */
export const publish = (scope: Construct, step: StepLambda) =>
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

/** Settles an export that went wrong; `$failure` is what a Catch caught. */
export const cleanUp = (scope: Construct, step: StepLambda) =>
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

/** The export's id: the execution's name, known even where Kick off fails. */
export const EXPORT_ID = '{% $states.context.Execution.Name %}';
/** The source's id, as the execution was started with it. */
export const SOURCE = '{% $states.context.Execution.Input.source %}';
/** When the execution began, from which its deadline counts. */
export const STARTED_AT = '{% $states.context.Execution.StartTime %}';
/** What a step gave back. */
export const RESULT = '{% $states.result.Payload %}';
/** How long a step said to wait; 0 where it said nothing, since a variable has to have a value. */
const WAIT_SECONDS =
  '{% $exists($states.result.Payload.waitSeconds) ? $states.result.Payload.waitSeconds : 0 %}';
/** What Plan has planned so far. */
const PLANNED_SO_FAR = '{% $plannedSoFar %}';

type Call = {
  step: StepLambda;
  payload: Record<string, unknown> | string;
  retries: readonly RetryProps[];
  /** The state's output; what the step gave back, unless it says otherwise. */
  output?: string;
  assign?: Record<string, unknown>;
};

/** A state that calls a step. */
export function invoke(scope: Construct, name: string, call: Call): LambdaInvoke {
  const { step, payload, retries, output = RESULT, assign } = call;
  const task = LambdaInvoke.jsonata(scope, name, {
    lambdaFunction: step.lambda,
    payload:
      typeof payload === 'string' ? TaskInput.fromText(payload) : TaskInput.fromObject(payload),
    outputs: output,
    // Longer than Lambda's own limit, so that Lambda says what happened where it can.
    taskTimeout: Timeout.duration(step.timeout.plus(Duration.minutes(1))),
    // CDK's list lacks Lambda.TooManyRequestsException.
    retryOnServiceExceptions: false,
    ...(assign && { assign }),
  });
  for (const retry of retries) task.addRetry(retry);
  return task;
}
