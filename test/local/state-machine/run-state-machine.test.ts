import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HistoryEvent } from '../../../local/state-machine/history.ts';
import { virtualClock } from '../../fakes/virtual-clock.ts';
import { call, runStates, still } from './run-machine.ts';

const LOOP = {
  Wait: { Type: 'Wait', Seconds: 300, Next: 'Poll' },
  Poll: call('poll', { Next: 'Ready?' }),
  'Ready?': {
    Type: 'Choice',
    Choices: [{ Condition: "{% $states.input.kind = 'complete' %}", Next: 'Done' }],
    Default: 'Wait',
  },
  Done: { Type: 'Succeed' },
};

test('a job of seven days is polled in two seconds of CPU time, and half a history (F2)', async () => {
  const clock = virtualClock();
  const done = clock.now().getTime() + 7 * 24 * 3_600_000;
  const poll = () => ({ kind: clock.now().getTime() < done ? 'running' : 'complete' });
  const before = process.cpuUsage();
  const result = await runStates(LOOP, {}, { clock, functions: { poll } });
  const { user, system } = process.cpuUsage(before);
  assert.ok(user + system < 2_000_000, `${user + system} microseconds`);
  assert.equal(result.status, 'SUCCEEDED');
  assert.equal(result.longestHistory, 2016 * 9 + 4);
  assert.equal(clock.now().getTime(), done);
});

test('the same machine runs in the same way, event by event', async () => {
  const trace = async () => {
    const clock = virtualClock();
    let polls = 0;
    const poll = async () => {
      await clock.sleep(polls++ * 10);
      return { kind: polls < 5 ? 'running' : 'complete' };
    };
    const { history } = await runStates(LOOP, {}, { clock, functions: { poll } });
    return JSON.stringify(history);
  };
  assert.equal(await trace(), await trace());
});

test('onEvent gets every event as it is recorded, with its execution', async () => {
  const recorded: [string, HistoryEvent][] = [];
  const result = await runStates(
    { A: still() },
    {},
    {
      onEvent: (event, { name }) => recorded.push([name, event]),
    },
  );
  assert.deepEqual(
    recorded,
    result.history.map((event) => ['first', event]),
  );
});

test('entering and leaving a state show input and output as JSON text', async () => {
  const { history } = await runStates({ A: still({ Output: 7 }) }, { a: 1 });
  assert.deepEqual(
    history.map(({ details }) => details.input ?? details.output),
    ['{"a":1}', '{"a":1}', '7', '7'],
  );
});
