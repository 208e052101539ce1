import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import {
  createExecutions,
  type ExecutionsSettings,
  type LocalExecutions,
} from '../../../local/executions/executions.ts';
import type { Run } from '../../../local/executions/live-executions.ts';
import { parseDefinition } from '../../../local/state-machine/definition/parse-definition.ts';
import { runStateMachine } from '../../../local/state-machine/run-state-machine.ts';
import { memoryStorage } from '../../fakes/memory-storage.ts';
import { type VirtualClock, virtualClock } from '../../fakes/virtual-clock.ts';

export const MACHINE_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:sluice';
export const FIRST_ARN = 'arn:aws:states:us-east-1:000000000000:execution:sluice:first';

/** Waits for the seconds of its input, and fails with its error if it has one. */
const MACHINE = parseDefinition({
  QueryLanguage: 'JSONata',
  StartAt: 'Wait',
  TimeoutSeconds: 3600,
  States: {
    Wait: { Type: 'Wait', Seconds: '{% $states.input.seconds %}', Next: 'Is failing' },
    'Is failing': {
      Type: 'Choice',
      Choices: [{ Condition: '{% $exists($states.input.error) %}', Next: 'Failed' }],
      Default: 'Done',
    },
    Done: { Type: 'Succeed', Output: 'done' },
    Failed: { Type: 'Fail', Error: '{% $states.input.error %}', Cause: 'by request' },
  },
});

/** Runs the machine that waits. */
export const waitingMachine =
  (clock: VirtualClock): Run =>
  ({ name, input, signal, onEvent }) =>
    runStateMachine(
      MACHINE,
      input,
      {
        clock,
        random: () => 0.5,
        storage: memoryStorage(),
        invoke: async () => {},
        signal,
        onEvent,
      },
      { name, arn: MACHINE_ARN },
    );

/** The folder of a lake, removed after the test. */
function emptyLake(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'lake-'));
  t.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

/** Executions that wait, in their own lake. */
export function waitingExecutions(
  t: TestContext,
  more: Partial<ExecutionsSettings> = {},
): { executions: LocalExecutions; clock: VirtualClock; directory: string } {
  const clock = virtualClock();
  const directory = emptyLake(t);
  const executions = createExecutions({
    directory,
    stateMachineArn: MACHINE_ARN,
    run: waitingMachine(clock),
    clock,
    processAlive: () => false,
    ...more,
  });
  return { executions, clock, directory };
}
