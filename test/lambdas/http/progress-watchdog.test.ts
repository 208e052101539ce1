import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { progressWatchdog } from '../../../lambdas/http/progress-watchdog.ts';

/** An alarm over a body of which a test says how it comes, second by second. */
function world(context: TestContext, mayDrip = false) {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const rings: string[] = [];
  let bytes = 1_000_000;
  let isAwaited = true;
  const arriving = { receivedBytes: () => bytes, isAwaited: () => isAwaited };
  const stop = progressWatchdog(arriving, { mayDrip }, ({ message }) => {
    rings.push(message);
    stop();
  });
  return {
    rings,
    stop,
    /** So many seconds, in each of which so much comes. */
    pass(seconds: number, bytesPerSecond: number, awaited = true) {
      isAwaited = awaited;
      for (let i = 0; i < seconds; i += 1) {
        bytes += bytesPerSecond;
        context.mock.timers.tick(1000);
      }
    },
  };
}

const SILENT = ['the server fell silent'];

test('it rings after a minute of silence, and not before (D4)', (context) => {
  const { rings, pass } = world(context);
  pass(60, 0);
  assert.deepEqual(rings, []);
  pass(1, 0);
  assert.deepEqual(rings, SILENT);
});

test('silence after a minute of good speed is silence all the same (D4)', (context) => {
  const { rings, pass } = world(context);
  pass(70, 1_000_000);
  pass(61, 0);
  assert.deepEqual(rings, SILENT);
});

test('less than 50 kB/s over a minute rings, and 50 kB/s never does (D4)', (context) => {
  const fine = world(context);
  fine.pass(600, 50_000);
  assert.deepEqual(fine.rings, []);
  fine.pass(59, 49_999);
  assert.deepEqual(fine.rings, []);
  fine.pass(1, 49_999);
  assert.deepEqual(fine.rings, ['the server sent 49999 bytes a second']);
});

test('a body that is done within the minute is never too slow (D4)', (context) => {
  const { rings, stop, pass } = world(context);
  pass(59, 1);
  stop();
  pass(600, 0);
  assert.deepEqual(rings, []);
});

test('a pause in an even minute is none where the average is good (D4)', (context) => {
  const { rings, pass } = world(context);
  for (let minute = 0; minute < 5; minute += 1) {
    pass(50, 0);
    pass(10, 400_000);
  }
  assert.deepEqual(rings, []);
});

test('time in which our own side has no room does not count (D4)', (context) => {
  const { rings, pass } = world(context);
  for (let part = 0; part < 20; part += 1) {
    pass(59, 0, false);
    pass(1, 60_000);
  }
  assert.deepEqual(rings, []);
  pass(40, 10);
  assert.deepEqual(rings, ['the server sent 20006 bytes a second']);
});

test('time without room does not lengthen a silence, it ends it (D4)', (context) => {
  const { rings, pass } = world(context);
  pass(50, 0);
  pass(1, 0, false);
  pass(9, 0);
  pass(1, 9_000_000);
  pass(50, 0);
  assert.deepEqual(rings, []);
});

test('what has to be whole in time may drip until then, and not fall silent (P15)', (context) => {
  const { rings, pass } = world(context, true);
  pass(600, 1);
  assert.deepEqual(rings, []);
  pass(61, 0);
  assert.deepEqual(rings, SILENT);
});
