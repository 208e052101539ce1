import assert from 'node:assert/strict';
import { test } from 'node:test';
import { named } from '../run-machine.ts';
import { runMap } from './run-map.ts';

const input = Array.from({ length: 10 }, (_, n) => n);

/** How a map over ten items ends of which the first so many fail. */
async function ending(failures: number, fields: Record<string, unknown>): Promise<string> {
  const { status } = await runMap(
    fields,
    (n) => {
      if (Number(n) < failures) throw named('Broken');
    },
    { input },
  );
  return status;
}

test('a count of failures is tolerated, and one more is not', async () => {
  assert.equal(await ending(2, { ToleratedFailureCount: 2 }), 'SUCCEEDED');
  assert.equal(await ending(3, { ToleratedFailureCount: '{% 2 %}' }), 'FAILED');
});

test('a percentage of failures is tolerated, and any more is not', async () => {
  assert.equal(await ending(2, { ToleratedFailurePercentage: 20 }), 'SUCCEEDED');
  assert.equal(await ending(3, { ToleratedFailurePercentage: 29.9 }), 'FAILED');
  assert.equal(await ending(10, { ToleratedFailurePercentage: 100 }), 'SUCCEEDED');
});

test('with both, each is a limit; a threshold of 0 is none', async () => {
  assert.equal(
    await ending(3, { ToleratedFailureCount: 5, ToleratedFailurePercentage: 20 }),
    'FAILED',
  );
  assert.equal(
    await ending(3, { ToleratedFailureCount: 2, ToleratedFailurePercentage: 90 }),
    'FAILED',
  );
  assert.equal(
    await ending(3, { ToleratedFailureCount: 0, ToleratedFailurePercentage: 90 }),
    'SUCCEEDED',
  );
  assert.equal(
    await ending(1, { ToleratedFailureCount: 0, ToleratedFailurePercentage: 0 }),
    'FAILED',
  );
  assert.equal(await ending(1, {}), 'FAILED');
});

test('a threshold that is no number fails the Map', async () => {
  assert.equal(await ending(0, { ToleratedFailureCount: "{% 'x' %}" }), 'FAILED');
});
