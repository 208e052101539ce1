import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { silenceAlarm } from '../../../../../lambdas/shared/http/direct/silence-alarm.ts';

function world(context: TestContext) {
  context.mock.timers.enable({ apis: ['setInterval'] });
  let rings = 0;
  const alarm = silenceAlarm(60, () => {
    rings += 1;
    alarm.stop();
  });
  return {
    alarm,
    rings: () => rings,
    pass: (seconds: number) => context.mock.timers.tick(seconds * 1000),
  };
}

test('it rings after a minute of silence, and not before', (context) => {
  const { alarm, rings, pass } = world(context);
  alarm.start();
  pass(60);
  assert.equal(rings(), 0);
  pass(10);
  assert.equal(rings(), 1);
});

test('a sound now and then keeps it quiet', (context) => {
  const { alarm, rings, pass } = world(context);
  alarm.start();
  for (let i = 0; i < 20; i += 1) {
    pass(55);
    alarm.heard();
  }
  assert.equal(rings(), 0);
});

test('stopped it never rings, and started anew it counts anew', (context) => {
  const { alarm, rings, pass } = world(context);
  alarm.start();
  pass(50);
  alarm.stop();
  pass(600);
  alarm.start();
  pass(50);
  assert.equal(rings(), 0);
});
