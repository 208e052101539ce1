import type { Task } from '../definition/simple-states.ts';
import type { Json } from '../json.ts';
import { evaluateInteger } from '../jsonata/evaluate-typed.ts';
import { invokeFunction } from '../lambda/invoke-function.ts';
import { type LambdaCall, lambdaCall } from '../lambda/lambda-call.ts';
import { payload } from '../payload.ts';
import { StatesError } from '../states-error.ts';
import { argumentsOf } from './arguments-of.ts';
import { settle } from './settle.ts';
import { bindings, type Outcome, type Visit } from './visit.ts';

/** Calls a function: scheduled, started, and then succeeded, failed or timed out. */
export async function task(state: Task, visit: Visit): Promise<Outcome> {
  const args = await argumentsOf(state, visit);
  const text = payload(args, visit.name, visit.execution.measures);
  const timeoutSeconds = await timeout(state, visit);
  const call = lambdaCall(state.Resource, args, text);
  const result = await perform(call, visit, timeoutSeconds);
  return {
    ...(await settle(state, visit, { output: result, states: { result } })),
    next: state.Next,
  };
}

async function timeout({ TimeoutSeconds }: Task, visit: Visit): Promise<number | undefined> {
  if (TimeoutSeconds === undefined) return undefined;
  return evaluateInteger(TimeoutSeconds, 'TimeoutSeconds', bindings(visit), SECONDS);
}

async function perform(call: LambdaCall, visit: Visit, timeoutSeconds?: number): Promise<Json> {
  const { family, labels, subject } = call;
  const { trail, execution } = visit;
  const timeoutInSeconds = timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds };
  trail.record(`${family}Scheduled`, { ...call.scheduled, ...timeoutInSeconds });
  trail.record(`${family}Started`, labels);
  try {
    const answer = await invokeFunction(call.functionName, call.payload, visit, timeoutSeconds);
    const result = call.result(answer);
    const output = payload(result, subject, execution.measures);
    trail.record(`${family}Succeeded`, { ...labels, output, outputDetails: { truncated: false } });
    return result;
  } catch (error) {
    if (error instanceof StatesError) recordFailure(call, visit, error);
    throw error;
  }
}

function recordFailure({ family, labels }: LambdaCall, { trail }: Visit, failed: StatesError) {
  const type = failed.error === 'States.Timeout' ? 'TimedOut' : 'Failed';
  trail.record(`${family}${type}`, { ...labels, ...failed.details() });
}

const SECONDS = { min: 1, max: 99_999_999 };
