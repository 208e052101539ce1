import type { MapState } from '../definition/machine.ts';
import type { Json } from '../json.ts';
import type { Visit } from '../states/visit.ts';
import { type ChildRun, type MapRun, nameChild } from './map-run.ts';

type Run = { state: MapState; visit: Visit; mapRun: MapRun; concurrency: number };

/**
 * Runs a child execution for each input, in their order, at most `concurrency` at a time. When one has
 * failed, no further one starts and those that run are aborted (F8).
 */
export async function runChildren(inputs: readonly Json[], run: Run): Promise<ChildRun[]> {
  const { visit, concurrency } = run;
  const cut = new AbortController();
  const signal = AbortSignal.any([visit.signal, cut.signal]);
  const children = inputs.map((input): ChildRun => ({ input, status: 'PENDING' }));
  const queue = inputs.entries();
  const worker = async () => {
    for (const [index, input] of queue) {
      if (signal.aborted) return;
      const child = await runChild(input, signal, run);
      children[index] = child;
      if (child.status !== 'SUCCEEDED') cut.abort(new Error('an item has failed'));
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
  const ending = await execution.runChild(run.state.ItemProcessor, { identity, input, signal });
  return { input, status: ending.status, ending, identity, startedAt, stoppedAt: clock.now() };
}
