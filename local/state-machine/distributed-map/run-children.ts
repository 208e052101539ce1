import type { MapState } from '../definition/machine.ts';
import { pool } from '../states/pool.ts';
import type { Visit } from '../states/visit.ts';
import type { Batch } from './batch-items.ts';
import type { ChildRun } from './child-run.ts';
import { type MapRun, nameChild } from './map-run.ts';
import { failedItems } from './tolerance.ts';

type Run = {
  state: MapState;
  visit: Visit;
  mapRun: MapRun;
  concurrency: number;
  /** Whether the Map goes on with so many failed items. */
  tolerates: (failed: number) => boolean;
};

/**
 * Runs a child execution for each batch. When more items have failed than the Map tolerates, no
 * further one starts and those that run are aborted (F8).
 */
export async function runChildren(batches: readonly Batch[], run: Run): Promise<ChildRun[]> {
  const { visit, concurrency, tolerates } = run;
  const cut = new AbortController();
  const signal = AbortSignal.any([visit.signal, cut.signal]);
  const children = batches.map((batch): ChildRun => ({ batch, status: 'PENDING' }));
  let failed = 0;
  await pool(batches, { concurrency, signal }, async (batch, index) => {
    const child = await runChild(batch, signal, run);
    children[index] = child;
    failed += failedItems([child]);
    if (!tolerates(failed)) cut.abort(new Error('too many items have failed'));
  });
  visit.signal.throwIfAborted();
  return children;
}

async function runChild(batch: Batch, signal: AbortSignal, run: Run): Promise<ChildRun> {
  const { execution } = run.visit;
  const { clock, random } = execution.deps;
  const identity = nameChild(run.mapRun, random);
  const startedAt = clock.now();
  const child = { identity, input: batch.input, signal };
  const ending = await execution.runChild(run.state.ItemProcessor, child);
  return { batch, status: ending.status, ending, identity, startedAt, stoppedAt: clock.now() };
}
