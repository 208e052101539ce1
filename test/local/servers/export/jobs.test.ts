import assert from 'node:assert/strict';
import { test } from 'node:test';
import { progress } from '../../../../local/servers/export/jobs.ts';

const pace = { polls: 4, seconds: 100 };

test('polls and seconds add up to the duration of a job', () => {
  const { kind, batches } = progress(10, { polls: 1, seconds: 25 }, pace, false);
  assert.equal(kind, 'running');
  assert.deepEqual(batches, { running: 5, complete: 5, failed: 0, total: 10 });
  assert.equal(progress(10, { polls: 2, seconds: 50 }, pace, false).kind, 'successful');
  assert.equal(progress(10, { polls: 9, seconds: 900 }, pace, false).batches.complete, 10);
});

test('a job that will fail stops halfway and never succeeds', () => {
  assert.equal(progress(10, { polls: 1, seconds: 0 }, pace, true).kind, 'running');
  for (const polls of [2, 3, 4, 100]) {
    const { kind, batches } = progress(10, { polls, seconds: 0 }, pace, true);
    assert.equal(kind, 'failed');
    assert.deepEqual(batches, { running: 0, complete: 5, failed: 5, total: 10 });
  }
  assert.equal(progress(0, { polls: 1, seconds: 0 }, pace, true).kind, 'running');
});

test('a job without batches is successful at once', () => {
  assert.equal(progress(0, { polls: 0, seconds: 0 }, pace, false).kind, 'successful');
});
