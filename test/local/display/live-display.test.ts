import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { liveDisplay } from '../../../local/display/live-display.ts';
import { at, batches, event } from './sample-events.ts';

/** A clock that advances on demand only, and counts calls of sleep. */
function handClock() {
  let now = at(0);
  let wake = () => {};
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => now,
    sleep: (milliseconds: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        sleeps.push(milliseconds);
        wake = resolve;
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      }),
    /** Advances, wakes the sleeper, and lets it work. */
    async goTo(seconds: number) {
      now = at(seconds);
      wake();
      await new Promise(setImmediate);
    },
  };
}

function terminal(colours: boolean) {
  const stream = new PassThrough({ encoding: 'utf8' });
  let text = '';
  stream.on('data', (chunk: string) => {
    text += chunk;
  });
  return {
    stream: Object.assign(stream, { columns: 80, isTTY: true, hasColors: () => colours }),
    /** What was written since the last call. */
    taken: () => {
      const taken = text;
      text = '';
      return taken;
    },
  };
}

const CURSOR_UP = '\u001b[1A';

const wait = event('ste', 0, { kind: 'state', state: 'Wait' });

test('a pipe gets a line for a change of state, and otherwise one every two seconds', async () => {
  const { stream, taken } = terminal(false);
  const display = liveDisplay({ stream, clock: handClock(), isTty: false });
  display.show(wait);
  display.show(event('ste', 0.2, { kind: 'planned', files: 90, units: 1 }));
  display.show(event('ste', 0.2, { kind: 'state', state: 'Download' }));
  for (let tick = 0; tick < 45; tick++)
    display.show(event('ste', 0.3 + tick / 10, { kind: 'stored', files: 2, bytes: 1_000_000 }));
  const end = { kind: 'published', files: 90, bytes: 45_000_000, lines: 9000 } as const;
  display.show(event('ste', 4.8, end));
  await display.close();
  assert.deepEqual(taken().split('\n'), [
    '    0.0s  ste  Wait',
    '    0.2s  ste  Wait  files 0/90  units 1',
    '    0.2s  ste  Download  files 0/90',
    '    0.3s  ste  Download  files 2/90  1.0 MB',
    '    2.3s  ste  Download  files 42/90  21.0 MB  10.0 MB/s',
    '    4.3s  ste  Download  files 82/90  41.0 MB  10.0 MB/s',
    '    4.8s  ste  published  files 90/90  45.0 MB  9.8 MB/s  9,000 resources',
    '',
  ]);
});

test('waiting and polling for hours is one line', async () => {
  const { stream, taken } = terminal(false);
  const display = liveDisplay({ stream, clock: handClock(), isTty: false });
  for (let second = 0; second < 3600; second += 60) {
    display.show(event('ste', second, { kind: 'state', state: 'Wait' }));
    display.show(event('ste', second + 1, { kind: 'state', state: 'Poll' }));
    display.show(event('ste', second + 1, { kind: 'polled', batches: batches(3) }));
  }
  assert.deepEqual(taken().split('\n'), [
    '    0.0s  ste  Wait',
    '    1.0s  ste  Poll',
    '    1.0s  ste  Poll  batches 3/12',
    '',
  ]);
});

test('the two seconds count for each export separately', async () => {
  const { stream, taken } = terminal(false);
  const display = liveDisplay({ stream, clock: handClock(), isTty: false });
  for (const second of [0, 1])
    for (const source of ['ste', 'mte'])
      display.show(event(source, second, { kind: 'polled', resourceCount: 7 + second }));
  assert.equal(taken(), '    0.0s  ste    7 resources\n    0.0s  mte    7 resources\n');
});

test('a poll too soon after the last line is shown by the next poll', async () => {
  const { stream, taken } = terminal(false);
  const display = liveDisplay({ stream, clock: handClock(), isTty: false });
  display.show(event('ste', 0, { kind: 'polled', batches: batches(1) }));
  display.show(event('ste', 1, { kind: 'polled', batches: batches(2) }));
  taken();
  display.show(event('ste', 2, { kind: 'polled', batches: batches(2) }));
  assert.match(taken(), /batches 2\/12/);
});

test('a terminal is redrawn ten times a second, however many events there are', async () => {
  const { stream, taken } = terminal(false);
  const clock = handClock();
  const display = liveDisplay({ stream, clock, isTty: true });
  for (let i = 0; i < 100; i++) display.show(event('ste', 0, { kind: 'state', state: `S${i}` }));
  assert.equal(taken(), '');
  await clock.goTo(0.1);
  assert.match(taken(), /ste {7}S99 .* 0\.1s\n/);
  assert.deepEqual(clock.sleeps, [100, 100]);
  await display.close();
});

test('a second frame overwrites the first, and time advances without events', async () => {
  const { stream, taken } = terminal(false);
  const clock = handClock();
  const display = liveDisplay({ stream, clock, isTty: true });
  display.show(wait);
  await clock.goTo(0.1);
  assert.match(stripVTControlCharacters(taken()), /Source.*\n.*ste.*0\.1s/);
  await clock.goTo(7);
  const second = taken();
  assert.ok(second.includes(CURSOR_UP), JSON.stringify(second));
  assert.match(stripVTControlCharacters(second), /ste.*Wait.*7\.0s/);
  await display.close();
});

test('closing shows the last state and stops redrawing', async () => {
  const { stream, taken } = terminal(false);
  const clock = handClock();
  const display = liveDisplay({ stream, clock, isTty: true });
  display.show(wait);
  display.show(event('ste', 1, { kind: 'failed', reason: 'ServerJobGone' }));
  await display.close();
  assert.match(taken(), /failed.*\n {2}└ ServerJobGone/);
  await clock.goTo(9);
  assert.equal(taken(), '');
});

test('without an event nothing is drawn', async () => {
  const { stream, taken } = terminal(true);
  const display = liveDisplay({ stream, clock: handClock(), isTty: true });
  await display.close();
  assert.equal(taken(), '');
});

for (const colours of [true, false])
  test(`a terminal ${colours ? 'with' : 'without'} colours gets ${colours ? '' : 'no '}colours`, async () => {
    const { stream, taken } = terminal(colours);
    const display = liveDisplay({ stream, clock: handClock(), isTty: true });
    display.show(wait);
    await display.close();
    assert.equal(taken().includes('\u001b[36m'), colours);
  });
