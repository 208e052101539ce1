import { Duration } from 'aws-cdk-lib';
import { type RetryProps, TaskInput, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { StepFunction } from '../step-function.ts';

/** The export's id: the execution's name, known even where Kick off fails. */
export const EXPORT_ID = '{% $states.context.Execution.Name %}';
/** The source's id, as the execution was started with it. */
export const SOURCE = '{% $states.context.Execution.Input.source %}';
/** When the execution began, from which its deadline counts. */
export const STARTED_AT = '{% $states.context.Execution.StartTime %}';
/** What a step gave back. */
export const RESULT = '{% $states.result.Payload %}';
/** How long a step said to wait; 0 where it said nothing, since a variable has to have a value. */
export const WAIT_SECONDS =
  '{% $exists($states.result.Payload.waitSeconds) ? $states.result.Payload.waitSeconds : 0 %}';
/** What Plan has planned so far. */
export const PLANNED_SO_FAR = '{% $plannedSoFar %}';

type Call = {
  step: StepFunction;
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
