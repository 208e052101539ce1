import type { Resource, Task } from '../definition/simple-states.ts';
import type { Json } from '../json.ts';
import { evaluate } from '../jsonata/evaluate.ts';
import { payload } from '../payload.ts';
import { StatesError } from '../states-error.ts';
import { lambdaInvoke } from './lambda-invoke.ts';
import { settle } from './settle.ts';
import { bindings, type Outcome, type Visit } from './visit.ts';

/** Does what a Task is for, within its time if it has one; the answer is the Task's result. */
export type Work = (visit: Visit, timeoutSeconds: number | undefined) => Promise<Json>;

/** What a Task may call, each made from the Task's arguments. Another resource is another line here. */
const RESOURCES: Readonly<Record<Resource, (args: Json) => Work>> = {
  'arn:aws:states:::lambda:invoke': lambdaInvoke,
};

/** Calls a resource: scheduled, started, and then succeeded, failed or timed out. */
export async function task(state: Task, visit: Visit): Promise<Outcome> {
  const args = await evaluate(state.Arguments, 'Arguments', bindings(visit));
  const parameters = payload(args, visit.name, visit.execution.measures);
  const work = RESOURCES[state.Resource](args);
  const result = await perform(work, parameters, state, visit);
  return {
    ...(await settle(state, visit, { output: result, states: { result } })),
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
