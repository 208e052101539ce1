import type { MachineDeps } from '../../../../local/state-machine/execution.ts';
import type { ExecutionResult } from '../../../../local/state-machine/run-state-machine.ts';
import { type MemoryStorage, memoryStorage } from '../../../fakes/memory-storage.ts';
import { call, type Functions, runStates } from '../run-machine.ts';

/** A Distributed Map that calls `one` for each item of the array in the object `items`. */
export const map = (more: Record<string, unknown> = {}) => ({
  Type: 'Map',
  Label: 'Download',
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType: 'JSON' },
    Arguments: { Bucket: 'lake', Key: 'items' },
  },
  ItemSelector: '{% $states.context.Map.Item.Value %}',
  MaxConcurrency: 0,
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'One',
    States: { One: call('one') },
  },
  End: true,
  ...more,
});

/** A bucket with this text in the object `items`. */
export async function bucketWith(text: string): Promise<MemoryStorage> {
  const storage = memoryStorage();
  await storage.put('items', text);
  return storage;
}

/** Runs a Distributed Map over items. */
export async function runMap(
  items: unknown[],
  one: Functions[string],
  fields: Record<string, unknown> = {},
  deps: Partial<MachineDeps> = {},
): Promise<ExecutionResult> {
  const storage = await bucketWith(JSON.stringify(items));
  return runStates({ Each: map(fields) }, {}, { storage, ...deps, functions: { one } });
}
