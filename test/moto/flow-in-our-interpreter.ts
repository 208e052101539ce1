import { parseDefinition } from '../../local/state-machine/definition/parse-definition.ts';
import { runStateMachine } from '../../local/state-machine/run-state-machine.ts';
import { memoryStorage } from '../fakes/memory-storage.ts';
import { virtualClock } from '../fakes/virtual-clock.ts';
import type { FlowCase } from './flow-case.ts';
import { endLine, machineOf } from './flow-end.ts';
import { ITEMS } from './flow-pieces.ts';

/** How a case ends in our interpreter. */
export async function ourEnd(flow: FlowCase): Promise<string> {
  const storage = memoryStorage();
  await storage.put(ITEMS.Key, ITEMS.text);
  const result = await runStateMachine(
    parseDefinition(machineOf(flow)),
    flow.input ?? {},
    { clock: virtualClock(), random: () => 0.5, storage, invoke: missing },
    { name: 'flow', arn: 'arn:aws:states:us-east-1:000000000000:stateMachine:flow' },
  );
  return endLine({
    status: result.status,
    output: result.status === 'SUCCEEDED' ? JSON.stringify(result.output) : undefined,
    error: result.status === 'FAILED' ? result.error : undefined,
    entered: result.history.flatMap(({ type, details }) =>
      type.endsWith('StateEntered') ? [String(details.name)] : [],
    ),
  });
}

async function missing(): Promise<never> {
  throw Object.assign(new Error('missing'), { name: 'Lambda.ResourceNotFoundException' });
}
