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

/** Waits for as many seconds as its input says, and ends under the error that it names. */
const NAP = parseDefinition({
  QueryLanguage: 'JSONata',
  StartAt: 'Nap',
  TimeoutSeconds: 3600,
  States: {
    Nap: { Type: 'Wait', Seconds: '{% $states.input.seconds %}', Next: 'Well?' },
    'Well?': {
      Type: 'Choice',
      Choices: [{ Condition: '{% $exists($states.input.error) %}', Next: 'Bad' }],
      Default: 'Good',
    },
    Good: { Type: 'Succeed', Output: 'rested' },
    Bad: { Type: 'Fail', Error: '{% $states.input.error %}', Cause: 'as told' },
  },
});

/** Runs the machine that naps. */
export const napping =
  (clock: VirtualClock): Run =>
  ({ name, input, signal, onEvent }) =>
    runStateMachine(
      NAP,
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

/** The folder of a lake that goes with the test. */
export function emptyLake(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'lake-'));
  t.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

/** Executions that nap, in a lake of their own. */
export function naps(
  t: TestContext,
  more: Partial<ExecutionsSettings> = {},
): { executions: LocalExecutions; clock: VirtualClock; directory: string } {
  const clock = virtualClock();
  const directory = emptyLake(t);
  const executions = createExecutions({
    directory,
    stateMachineArn: MACHINE_ARN,
    run: napping(clock),
    clock,
    processAlive: () => false,
    ...more,
  });
  return { executions, clock, directory };
}
