import assert from 'node:assert/strict';
import { test } from 'node:test';
import { virtualClock } from '../../../fakes/virtual-clock.ts';
import { outcome, runStates, types } from '../run-machine.ts';

const waiting = (how: Record<string, unknown>) => ({ Nap: { Type: 'Wait', ...how, End: true } });

async function waited(how: Record<string, unknown>, input: unknown = {}): Promise<number> {
  const clock = virtualClock();
  const result = await runStates(waiting(how), input, { clock });
  assert.equal(result.status, 'SUCCEEDED');
  return (clock.now().getTime() - Date.parse('2026-01-01T00:00:00Z')) / 1000;
}

test('Wait takes seconds, as a number or as JSONata', async () => {
  assert.equal(await waited({ Seconds: 90 }), 90);
  assert.equal(await waited({ Seconds: '{% $states.input.waitSeconds %}' }, { waitSeconds: 7 }), 7);
});

test('a Wait can be longer than a timer of Node', async () => {
  assert.equal(await waited({ Seconds: 40 * 24 * 3600 }), 40 * 24 * 3600);
});

test('Wait takes two events', async () => {
  assert.deepEqual(types(await runStates(waiting({ Seconds: 1 }))), [
    'ExecutionStarted',
    'WaitStateEntered',
    'WaitStateExited',
    'ExecutionSucceeded',
  ]);
});

test('seconds that are not an integer from 0 fail the state', async () => {
  for (const seconds of ["{% 'x' %}", '{% 1.5 %}', '{% -1 %}'])
    assert.partialDeepStrictEqual(outcome(await runStates(waiting({ Seconds: seconds }))), {
      error: 'States.QueryEvaluationError',
    });
});
