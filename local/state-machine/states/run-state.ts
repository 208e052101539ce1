import type { State } from '../definition/machine.ts';
import { choice } from './choice.ts';
import { fail } from './fail.ts';
import { map } from './map.ts';
import { parallel } from './parallel.ts';
import { pass } from './pass.ts';
import { succeed } from './succeed.ts';
import { task } from './task.ts';
import type { Outcome, Visit } from './visit.ts';
import { wait } from './wait.ts';

/** Runs a state once. */
export function runState(state: State, visit: Visit): Promise<Outcome> {
  switch (state.Type) {
    case 'Pass':
      return pass(state, visit);
    case 'Succeed':
      return succeed(state, visit);
    case 'Fail':
      return fail(state, visit);
    case 'Wait':
      return wait(state, visit);
    case 'Choice':
      return choice(state, visit);
    case 'Task':
      return task(state, visit);
    case 'Parallel':
      return parallel(state, visit);
    case 'Map':
      return map(state, visit);
  }
}
