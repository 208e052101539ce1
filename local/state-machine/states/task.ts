import { z } from 'zod';
import type { Resource, Task } from '../definition/states.ts';
import { evaluate } from '../jsonata.ts';
import { type Json, payload, toJson } from '../payload.ts';
import { StatesError } from '../states-error.ts';
import { withTimeLimit } from '../timing.ts';
import { bindings, evaluateOutput, type StateOutcome, type Visit } from './visit.ts';

/** The work of a Task, within its timeout if it has one; gives the Task's result. */
type Work = (visit: Visit, timeoutSeconds: number | undefined) => Promise<Json>;

/** The work of each resource, made from the Task's arguments. */
const RESOURCES: Readonly<Record<Resource, (args: Json) => Work>> = {
  'arn:aws:states:::lambda:invoke': lambdaInvoke,
};

/** Calls the resource of a Task, and records that it was scheduled, started, and how it ended. */
export async function task(state: Task, visit: Visit): Promise<StateOutcome> {
  const args = await evaluate(state.Arguments, 'Arguments', bindings(visit));
  const parameters = payload(args, visit.name, visit.execution.measures);
  const work = RESOURCES[state.Resource](args);
  const result = await perform(work, parameters, state, visit);
  return {
    ...(await evaluateOutput(state, visit, { output: result, states: { result } })),
    next: state.Next,
  };
}

async function perform(
  work: Work,
  parameters: string,
  { Resource, TimeoutSeconds }: Task,
  visit: Visit,
): Promise<Json> {
  const { history, measures } = visit.execution;
  const [resourceType = '', resource] = Resource.split(':').slice(-2);
  const labels = { resourceType, resource };
  const timeout = TimeoutSeconds === undefined ? {} : { timeoutInSeconds: TimeoutSeconds };
  history.record('TaskScheduled', { ...labels, region: 'us-east-1', parameters, ...timeout });
  history.record('TaskStarted', labels);
  try {
    const result = await work(visit, TimeoutSeconds);
    const output = payload(result, resourceType, measures);
    history.record('TaskSucceeded', { ...labels, output, outputDetails: { truncated: false } });
    return result;
  } catch (error) {
    if (error instanceof StatesError) {
      const type = error.error === 'States.Timeout' ? 'TaskTimedOut' : 'TaskFailed';
      history.record(type, { ...labels, ...error.details() });
    }
    throw error;
  }
}

/** Lambda's limit. */
const MAX_LAMBDA_SECONDS = 900;

const Arguments = z.strictObject({ FunctionName: z.string(), Payload: z.json().optional() });

/** `lambda:invoke`: calls the function that the arguments name. */
function lambdaInvoke(args: Json): Work {
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
 * Calls a function within the timeout of the task or of Lambda, whichever is shorter, and gives its answer as
 * JSON. An error of the function fails the task with the error's name and the cause that Lambda's Node.js
 * runtime writes.
 */
async function invokeFunction(
  functionName: string,
  payload: Json,
  visit: Visit,
  timeoutSeconds = Number.POSITIVE_INFINITY,
): Promise<Json> {
  const { clock, invoke } = visit.execution.deps;
  const milliseconds = 1000 * Math.min(timeoutSeconds, MAX_LAMBDA_SECONDS);
  const timeoutError = () =>
    timeoutSeconds <= MAX_LAMBDA_SECONDS ? taskTimeout() : lambdaTimeout();
  const deadline = clock.now().getTime() + milliseconds;
  const remainingMilliseconds = () => Math.max(0, deadline - clock.now().getTime());
  return withTimeLimit(
    { milliseconds, timeoutError, clock, signal: visit.signal },
    async (signal) => {
      try {
        const context = { remainingMilliseconds, signal };
        return toJson(await invoke(functionName, toJson(payload), context));
      } catch (error) {
        // A function that stops because the execution was aborted has not failed.
        visit.signal.throwIfAborted();
        throw functionFailed(error);
      }
    },
  );
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
