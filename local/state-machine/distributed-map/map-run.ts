import type { MapState } from '../definition/machine.ts';
import type { ExecutionIdentity } from '../execution.ts';
import { uuid } from '../jsonata/random-functions.ts';
import type { Visit } from '../states/visit.ts';

/** One run of a Distributed Map, and how its child executions are named. */
export type MapRun = { id: string; arn: string; stateMachineArn: string };

/** Names a run after the Map's label, or after the state where it has none. */
export function nameMapRun({ Label }: MapState, { execution, name }: Visit): MapRun {
  const id = uuid(execution.deps.random);
  const stateMachineArn = `${execution.identity.stateMachineArn}/${Label ?? name}`;
  return { id, stateMachineArn, arn: `${stateMachineArn.replace(MACHINE, ':mapRun:')}:${id}` };
}

/** Names one child execution of the run. */
export function nameChild({ stateMachineArn }: MapRun, random: () => number): ExecutionIdentity {
  const name = uuid(random);
  return {
    name,
    stateMachineArn,
    arn: `${stateMachineArn.replace(MACHINE, ':execution:')}:${name}`,
  };
}

const MACHINE = ':stateMachine:';
