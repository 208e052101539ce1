import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { progressWatchdog } from '../../../lambdas/http/progress-watchdog.ts';

/** A watchdog over a body whose progress a test sets, second by second. */
function world(context: TestContext, onlySilence = false) {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const aborts: string[] = [];
  let bytes = 1_000_000;
  let isAwaited = true;
  const progress = { receivedBytes: () => bytes, isAwaited: () => isAwaited };
  const stop = progressWatchdog(progress, { onlySilence }, ({ message }) => {
    aborts.push(message);
    stop();
  });
  return {
    aborts,
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

const SILENT = ['the server sent nothing for 60 s'];

test('it aborts after a minute of silence, and not before (D4)', (context) => {
  const { aborts, pass } = world(context);
  pass(60, 0);
  assert.deepEqual(aborts, []);
  pass(1, 0);
  assert.deepEqual(aborts, SILENT);
});

test('silence after a minute of good speed is silence all the same (D4)', (context) => {
  const { aborts, pass } = world(context);
  pass(70, 1_000_000);
  pass(61, 0);
  assert.deepEqual(aborts, SILENT);
});

test('less than 50 kB/s over a minute aborts, and 50 kB/s never does (D4)', (context) => {
  const fine = world(context);
  fine.pass(600, 50_000);
  assert.deepEqual(fine.aborts, []);
  fine.pass(59, 49_999);
  assert.deepEqual(fine.aborts, []);
  fine.pass(1, 49_999);
  assert.deepEqual(fine.aborts, ['the server sent 49999 bytes a second']);
});

test('a body that is done within the minute is never too slow (D4)', (context) => {
  const { aborts, stop, pass } = world(context);
  pass(59, 1);
  stop();
  pass(600, 0);
  assert.deepEqual(aborts, []);
});

test('a pause in an even minute is none where the average is good (D4)', (context) => {
  const { aborts, pass } = world(context);
  for (let minute = 0; minute < 5; minute += 1) {
    pass(50, 0);
    pass(10, 400_000);
  }
  assert.deepEqual(aborts, []);
});

test('time in which our own side has no room does not count (D4)', (context) => {
  const { aborts, pass } = world(context);
  for (let part = 0; part < 20; part += 1) {
    pass(59, 0, false);
    pass(1, 60_000);
  }
  assert.deepEqual(aborts, []);
  pass(40, 10);
  assert.deepEqual(aborts, ['the server sent 20006 bytes a second']);
});

test('time without room does not lengthen a silence, it ends it (D4)', (context) => {
  const { aborts, pass } = world(context);
  pass(50, 0);
  pass(1, 0, false);
  pass(9, 0);
  pass(1, 9_000_000);
  pass(50, 0);
  assert.deepEqual(aborts, []);
});

test('a body with a time limit of its own may be slow, but not silent (P15)', (context) => {
  const { aborts, pass } = world(context, true);
  pass(600, 1);
  assert.deepEqual(aborts, []);
  pass(61, 0);
  assert.deepEqual(aborts, SILENT);
});
