import type { MapState } from '../definition/states.ts';
import type { ExecutionIdentity } from '../execution.ts';
import type { ExecutionOutcome } from '../history.ts';
import type { Json } from '../payload.ts';
import type { Visit } from '../states/visit.ts';

/** One run of a Distributed Map; `stateMachineArn` names its child executions. */
export type MapRun = { id: string; arn: string; stateMachineArn: string };

/** One child execution of a run; PENDING if it was never started. */
export type ChildRun = { input: Json } & (
  | { status: 'PENDING' }
  | {
      status: ExecutionOutcome['status'];
      outcome: ExecutionOutcome;
      identity: ExecutionIdentity;
      startedAt: Date;
      stoppedAt: Date;
    }
);

/** Names a run after the Map's label. */
export function nameMapRun({ Label }: MapState, { execution }: Visit): MapRun {
  const id = uuid(execution.deps.random);
  const stateMachineArn = `${execution.identity.stateMachineArn}/${Label}`;
  return { id, stateMachineArn, arn: `${stateMachineArn.replace(MACHINE, ':mapRun:')}:${id}` };
}

/** Names one child execution of the run. */
function nameChild({ stateMachineArn }: MapRun, random: () => number): ExecutionIdentity {
  const name = uuid(random);
  return {
    name,
    stateMachineArn,
    arn: `${stateMachineArn.replace(MACHINE, ':execution:')}:${name}`,
  };
}

const MACHINE = ':stateMachine:';

/** A version 4 UUID of sixteen random bytes. */
function uuid(random: () => number): string {
  const bytes = Buffer.from(Array.from({ length: 16 }, () => Math.floor(random() * 256)));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

type Run = { state: MapState; visit: Visit; mapRun: MapRun; concurrency: number };

/**
 * Runs a child execution for each input, in order, at most `concurrency` at a time. After the first failure
 * none is started, and the running ones are aborted (F8).
 */
export async function runChildren(inputs: readonly Json[], run: Run): Promise<ChildRun[]> {
  const { visit, concurrency } = run;
  const failed = new AbortController();
  const signal = AbortSignal.any([visit.signal, failed.signal]);
  const children = inputs.map((input): ChildRun => ({ input, status: 'PENDING' }));
  const queue = inputs.entries();
  const worker = async () => {
    for (const [index, input] of queue) {
      if (signal.aborted) return;
      const child = await runChild(input, signal, run);
      children[index] = child;
      if (child.status !== 'SUCCEEDED') failed.abort(new Error('an item has failed'));
    }
  };
  await Promise.all(Array.from({ length: Math.min(inputs.length, concurrency) }, worker));
  visit.signal.throwIfAborted();
  return children;
}

async function runChild(input: Json, signal: AbortSignal, run: Run): Promise<ChildRun> {
  const { execution } = run.visit;
  const { clock, random } = execution.deps;
  const identity = nameChild(run.mapRun, random);
  const startedAt = clock.now();
  const outcome = await execution.runChild(run.state.ItemProcessor, { identity, input, signal });
  return { input, status: outcome.status, outcome, identity, startedAt, stoppedAt: clock.now() };
}
