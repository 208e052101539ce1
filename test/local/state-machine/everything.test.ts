import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStorage } from '../../fakes/memory-storage.ts';
import { virtualClock } from '../../fakes/virtual-clock.ts';
import { everything } from './everything.ts';
import { entered, type Functions, named, outcome, runMachine } from './run-machine.ts';

const UNITS = Array.from({ length: 5 }, (_, unit) => ({ unit, unitKey: `unit-${unit}` }));

async function exported(own: Functions) {
  const clock = virtualClock();
  const storage = memoryStorage();
  await storage.put('units.json', JSON.stringify(UNITS));
  const downloads = new Map<unknown, number>();
  const functions: Functions = {
    'kick-off': () => ({ kind: 'running', waitSeconds: 60 }),
    poll: (event) =>
      Object(event).polls < 3 ? { kind: 'running', waitSeconds: 300 } : { kind: 'complete' },
    plan: () => ({ unitsKey: 'units.json', maxConcurrency: 2 }),
    download: (event) => {
      const { unitKey } = Object(event);
      const calls = (downloads.get(unitKey) ?? 0) + 1;
      downloads.set(unitKey, calls);
      return { kind: calls < 3 ? 'continue' : 'done' };
    },
    publish: () => ({ kind: 'published' }),
    'clean-up': () => ({ kind: 'failed' }),
    ...own,
  };
  const deps = { clock, storage, functions };
  return { result: await runMachine(everything, { source: 'acme' }, deps), clock, downloads };
}

test('an export goes from kick-off to publication', async () => {
  const { result, clock, downloads } = await exported({});
  assert.deepEqual(outcome(result), { kind: 'published' });
  assert.equal(clock.now().toISOString(), '2026-01-01T00:16:00.000Z');
  assert.deepEqual([...downloads.values()], [3, 3, 3, 3, 3]);
  assert.deepEqual(entered(result).slice(-5), [
    'How did it begin?',
    'Plan',
    'Download',
    'Publish',
    'Published',
  ]);
});

test('an error of the server is retried, and a failure is cleaned up and keeps its name', async () => {
  let polls = 0;
  const { result } = await exported({
    poll: () => {
      polls++;
      throw named(polls < 5 ? 'ServerBusy' : 'ServerJobFailed', 'the job failed');
    },
  });
  assert.equal(polls, 5);
  assert.partialDeepStrictEqual(outcome(result), { status: 'FAILED', error: 'ServerJobFailed' });
  assert.deepEqual(entered(result).slice(-3), ['Poll', 'Clean up', 'Failed']);
});

test('a unit whose retries fail fails the export', async () => {
  const { result } = await exported({
    download: () => {
      throw named('FileRefused');
    },
  });
  assert.partialDeepStrictEqual(outcome(result), {
    error: 'States.ExceedToleratedFailureThreshold',
  });
  assert.deepEqual(entered(result).slice(-3), ['Download', 'Clean up', 'Failed']);
});

test('a skipped export succeeds', async () => {
  const { result } = await exported({ 'kick-off': () => ({ kind: 'skipped' }) });
  assert.deepEqual(outcome(result), { kind: 'skipped' });
});
