import { QueryFailed, StatesError } from '../states-error.ts';
import { explain, type Visit } from './visit.ts';

/** Turns JSONata that fails into the state's failure, with the event that Step Functions writes. */
export async function reportQueries<T>(visit: Visit, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (failure) {
    if (!(failure instanceof QueryFailed)) throw failure;
    const error = 'States.QueryEvaluationError';
    const cause = explain(visit, failure.message);
    const { location } = failure;
    visit.trail.record('EvaluationFailed', { error, cause, location, state: visit.name });
    throw new StatesError(error, cause);
  }
}
