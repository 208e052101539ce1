import { z } from 'zod';
import { type Json, toJson } from '../json.ts';
import { StatesError } from '../states-error.ts';
import { within } from '../timing.ts';
import type { Work } from './task.ts';
import type { Visit } from './visit.ts';

/** No Lambda runs longer. */
const MAX_LAMBDA_SECONDS = 900;

const Arguments = z.strictObject({ FunctionName: z.string(), Payload: z.json().optional() });

/** `lambda:invoke`: calls the function that the arguments name, and wraps its answer. */
export function lambdaInvoke(args: Json): Work {
  const { success, data, error } = Arguments.safeParse(args);
  if (!success) throw new StatesError('States.Runtime', unusable(args, error));
  const { FunctionName, Payload = {} } = data;
  return async (visit, timeoutSeconds) => ({
    ExecutedVersion: '$LATEST',
    Payload: await invokeFunction(FunctionName, Payload, visit, timeoutSeconds),
    StatusCode: 200,
  });
}

const unusable = (args: Json, error: z.ZodError) =>
  `The Arguments '${JSON.stringify(args)}' could not be used to start the Task: [${z.prettifyError(error)}]`;

/**
 * Calls a function and gives its answer as JSON. It has the task's time or Lambda's, whichever ends
 * first. Its errors become the task's: the name as it is, the cause as Lambda's Node.js runtime writes it.
 */
async function invokeFunction(
  functionName: string,
  payload: Json,
  visit: Visit,
  timeoutSeconds = Number.POSITIVE_INFINITY,
): Promise<Json> {
  const { clock, invoke } = visit.execution.deps;
  const milliseconds = 1000 * Math.min(timeoutSeconds, MAX_LAMBDA_SECONDS);
  const late = () => (timeoutSeconds <= MAX_LAMBDA_SECONDS ? taskTimeout() : lambdaTimeout());
  const deadline = clock.now().getTime() + milliseconds;
  const remainingMilliseconds = () => Math.max(0, deadline - clock.now().getTime());
  return within({ milliseconds, late, clock, signal: visit.signal }, async (signal) => {
    try {
      const context = { remainingMilliseconds, signal };
      return toJson(await invoke(functionName, toJson(payload), context));
    } catch (error) {
      // A function that gives up because the execution was aborted has not failed.
      visit.signal.throwIfAborted();
      throw functionFailed(error);
    }
  });
}

const taskTimeout = () => new StatesError('States.Timeout');

function lambdaTimeout(): StatesError {
  const errorMessage = `Error: Task timed out after ${MAX_LAMBDA_SECONDS}.00 seconds`;
  const errorType = 'Sandbox.Timedout';
  return new StatesError(errorType, JSON.stringify({ errorType, errorMessage }));
}

function functionFailed(error: unknown): StatesError {
  const { name, message, stack } = error instanceof Error ? error : thrownValue(error);
  const trace = (stack ?? '').split('\n');
  return new StatesError(name, JSON.stringify({ errorType: name, errorMessage: message, trace }));
}

const thrownValue = (value: unknown) => ({
  name: typeof value,
  message: String(value),
  stack: undefined,
});
