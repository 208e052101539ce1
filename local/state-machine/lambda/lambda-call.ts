import { z } from 'zod';
import type { EventDetails } from '../history/event.ts';
import type { Json } from '../json.ts';
import { StatesError } from '../states-error.ts';

/** A task as a call of a function, and how its history names it. */
export type LambdaCall = {
  functionName: string;
  payload: Json;
  /** What the task makes of the function's answer. */
  result: (answer: Json) => Json;
  family: 'Task' | 'LambdaFunction';
  /** On every event of the call. */
  labels: EventDetails;
  /** On the first one. */
  scheduled: EventDetails;
  /** Who gave a result that is too large. */
  subject: string;
};

const Arguments = z.strictObject({ FunctionName: z.string(), Payload: z.json().optional() });

/**
 * `arn:aws:states:::lambda:invoke` takes `FunctionName` and `Payload` and wraps the answer; the ARN of
 * a function takes its arguments as the payload and gives the answer bare.
 */
export function lambdaCall(resource: string, args: Json, argsText: string): LambdaCall {
  return resource.endsWith(':states:::lambda:invoke')
    ? invokeCall(args, argsText)
    : functionCall(resource, args, argsText);
}

function invokeCall(args: Json, parameters: string): LambdaCall {
  const parsed = Arguments.safeParse(args);
  if (!parsed.success) throw new StatesError('States.Runtime', unusable(parsed.error, parameters));
  const labels = { resourceType: 'lambda', resource: 'invoke' };
  return {
    functionName: parsed.data.FunctionName,
    payload: parsed.data.Payload ?? {},
    result: (Payload) => ({ ExecutedVersion: '$LATEST', Payload, StatusCode: 200 }),
    family: 'Task',
    labels,
    scheduled: { ...labels, region: 'us-east-1', parameters },
    subject: 'lambda',
  };
}

function functionCall(resource: string, payload: Json, input: string): LambdaCall {
  return {
    functionName: resource,
    payload,
    result: (answer) => answer,
    family: 'LambdaFunction',
    labels: {},
    scheduled: { resource, input, inputDetails: { truncated: false } },
    subject: resource,
  };
}

const unusable = (error: z.ZodError, parameters: string) =>
  `The Arguments '${parameters}' could not be used to start the Task: [${z.prettifyError(error)}]`;
