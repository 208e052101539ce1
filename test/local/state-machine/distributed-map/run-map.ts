import type { MachineDeps } from '../../../../local/state-machine/execution.ts';
import { type MemoryStorage, memoryStorage } from '../../../fakes/memory-storage.ts';
import { call, type Functions, runStates } from '../run-machine.ts';

/** A Distributed Map that calls `one` for each item or batch. */
export const map = (more: Record<string, unknown> = {}) => ({
  Type: 'Map',
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'One',
    States: { One: call('one') },
  },
  End: true,
  ...more,
});

/** Reads items from the object `items`. */
export const reader = (InputType = 'JSON', more: Record<string, unknown> = {}) => ({
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType, ...more },
    Arguments: { Bucket: 'lake', Key: 'items' },
  },
});

/** A bucket that holds text in the object `items`. */
export async function bucketWith(text: string): Promise<MemoryStorage> {
  const storage = memoryStorage();
  await storage.put('items', text);
  return storage;
}

/** Runs a Distributed Map over an input. */
export const runMap = (
  fields: Record<string, unknown>,
  one: Functions[string],
  deps: Partial<MachineDeps> & { input?: unknown } = {},
) => runStates({ Each: map(fields) }, deps.input, { ...deps, functions: { one } });
