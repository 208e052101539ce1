import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advance } from '../../../local/display/progress.ts';
import { after, at, batches, event } from './sample-events.ts';

test('the first event starts the export, whatever it is', () => {
  assert.deepEqual(after('ste', [7, { kind: 'state', state: 'Kick off' }]), {
    exportId: 'exp-ste',
    source: 'ste',
    startedAt: at(7),
    state: 'Kick off',
    entered: ['Kick off'],
    polled: { resourceCount: undefined, batches: undefined },
    planned: { kind: 'not-yet' },
    stored: { files: 0, bytes: 0 },
    outcome: { kind: 'running' },
  });
});

test('states that are entered again are listed once', () => {
  const { state, entered } = after(
    'ste',
    [0, { kind: 'state', state: 'Wait' }],
    [1, { kind: 'state', state: 'Poll' }],
    [2, { kind: 'state', state: 'Wait' }],
  );
  assert.deepEqual([state, entered], ['Wait', ['Wait', 'Poll']]);
});

test('a poll replaces the counters of the one before', () => {
  const { polled } = after(
    'ste',
    [0, { kind: 'polled', resourceCount: 100, batches: batches(3) }],
    [1, { kind: 'polled', batches: batches(4) }],
  );
  assert.deepEqual(polled, { resourceCount: undefined, batches: batches(4) });
});

test('stored files and bytes add up, and the published event replaces them', () => {
  const stored = after(
    'ste',
    [0, { kind: 'planned', files: 3, units: 1 }],
    [1, { kind: 'stored', files: 0, bytes: 8 }],
    [2, { kind: 'stored', files: 1, bytes: 4 }],
  );
  assert.deepEqual(stored.stored, { files: 1, bytes: 12 });
  assert.deepEqual(stored.planned, { kind: 'planned', files: 3, at: at(0) });
  const published = event('ste', 3, { kind: 'published', files: 3, bytes: 20, lines: 9 });
  const { stored: total, outcome } = advance(stored, published);
  assert.deepEqual(total, { files: 3, bytes: 20 });
  assert.deepEqual(outcome, { kind: 'published', at: at(3), lines: 9 });
});

test('a failed and a skipped export keep the reason', () => {
  const failed = after('ste', [5, { kind: 'failed', reason: 'ServerJobFailed' }]);
  assert.deepEqual(failed.outcome, { kind: 'failed', at: at(5), reason: 'ServerJobFailed' });
  const skipped = after('ste', [5, { kind: 'skipped', runningExportId: 'exp-1' }]);
  assert.deepEqual(skipped.outcome, { kind: 'skipped', at: at(5), runningExportId: 'exp-1' });
});

test('an event does not change the export before it', () => {
  const before = Object.freeze(after('ste', [0, { kind: 'state', state: 'Wait' }]));
  Object.freeze(before.entered);
  Object.freeze(before.stored);
  advance(before, event('ste', 1, { kind: 'state', state: 'Poll' }));
  advance(before, event('ste', 1, { kind: 'stored', files: 1, bytes: 1 }));
  assert.deepEqual([before.state, before.entered, before.stored.files], ['Wait', ['Wait'], 0]);
});

test('a problem in a state is kept until the next state', () => {
  const failed = after(
    'ste',
    [0, { kind: 'state', state: 'Kick off' }],
    [1, { kind: 'problem', reason: 'ServerUnavailable: connection refused' }],
  );
  assert.equal(failed.problem, 'ServerUnavailable: connection refused');
  assert.equal(advance(failed, event('ste', 2, { kind: 'state', state: 'Wait' })).problem, '');
});

test('a delay is kept from state to state, until the next progress', () => {
  const delayed = after(
    'ste',
    [0, { kind: 'state', state: 'Poll' }],
    [1, { kind: 'delayed', reason: 'the server asks to wait' }],
    [2, { kind: 'state', state: 'Wait' }],
  );
  assert.equal(delayed.delay, 'the server asks to wait');
  for (const next of [
    { kind: 'polled' },
    { kind: 'planned', files: 1, units: 1 },
    { kind: 'stored', files: 1, bytes: 1 },
  ] as const)
    assert.equal(advance(delayed, event('ste', 3, next)).delay, undefined);
});
