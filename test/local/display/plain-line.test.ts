import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainLine } from '../../../local/display/plain-line.ts';
import { advance, type Progress, type ProgressEvent } from '../../../local/display/progress.ts';
import { after, batches, event } from './sample-events.ts';

const begun = after('ste', [0, { kind: 'state', state: 'Wait' }]);
const planned = after(
  'ste',
  [0, { kind: 'state', state: 'Download' }],
  [10.3, { kind: 'planned', files: 120, units: 12 }],
  [11, { kind: 'stored', files: 39, bytes: 18_000_000 }],
);

/** The line of an event after a line that showed everything before it. */
const line = (next: ProgressEvent, before: Progress) =>
  plainLine(next, advance(before, next), before);

test('the first event of an export is a line', () => {
  const first = event('ste', 0, { kind: 'state', state: 'Kick off' });
  assert.equal(plainLine(first, advance(undefined, first), undefined), '    0.0s  ste  Kick off');
});

test('a new state is a line with the seconds since the export started', () => {
  const next = event('ste', 12.34, { kind: 'state', state: 'Poll' });
  assert.equal(line(next, begun), '   12.3s  ste  Poll');
});

test('a state that is entered again is not a line', () => {
  assert.equal(line(event('ste', 30, { kind: 'state', state: 'Wait' }), begun), undefined);
});

test('a poll is a line only if its counters changed', () => {
  const poll = { kind: 'polled', resourceCount: 34_567, batches: batches(3) } as const;
  const first = event('ste', 30, poll);
  assert.equal(line(first, begun), '   30.0s  ste  Wait  batches 3/12  34,567 resources');
  assert.equal(line(event('ste', 60, poll), advance(begun, first)), undefined);
});

test('a poll of a server without counters is not a line', () => {
  assert.equal(line(event('ste', 60, { kind: 'polled' }), begun), undefined);
});

test('a download shows files, megabytes and the rate since the plan', () => {
  const next = event('ste', 12.3, { kind: 'stored', files: 1, bytes: 200_000 });
  assert.equal(line(next, planned), '   12.3s  ste  Download  files 40/120  18.2 MB  9.1 MB/s');
});

test('a published export shows its totals', () => {
  const what = { kind: 'published', files: 120, bytes: 40_000_000, lines: 1_234_567 } as const;
  assert.equal(
    line(event('ste', 20.3, what), planned),
    '   20.3s  ste  published  files 120/120  40.0 MB  4.0 MB/s  1,234,567 resources',
  );
});

test('a failed export shows why, in one line', () => {
  const failed = event('ste', 4000, { kind: 'failed', reason: 'ServerBusy: later\nplease' });
  assert.equal(line(failed, planned), ' 4000.0s  ste  failed  ServerBusy: later please');
});

test('a skipped export shows which export is running', () => {
  const skipped = event('ste', 1, { kind: 'skipped', runningExportId: 'exp-1' });
  assert.equal(line(skipped, begun), '    1.0s  ste  skipped  exp-1 is still running');
});

test('an export that had nothing new to land says so', () => {
  const unchanged = event('ste', 1, { kind: 'unchanged' });
  const said = '    1.0s  ste  unchanged  the server publishes nothing new';
  assert.equal(line(unchanged, begun), said);
});

test('the plan shows files and units', () => {
  const next = event('ste', 10.3, { kind: 'planned', files: 1200, units: 12 });
  assert.equal(line(next, begun), '   10.3s  ste  Wait  files 0/1,200  units 12');
});

test('a delay is a line once, however many polls find it', () => {
  const delay = { kind: 'delayed', reason: 'no answer about the job since 3 o’clock' } as const;
  const first = event('ste', 30, delay);
  assert.equal(line(first, begun), '   30.0s  ste  Wait  no answer about the job since 3 o’clock');
  const shown = advance(begun, first);
  const polled = advance(shown, event('ste', 60, { kind: 'polled' }));
  const again = event('ste', 60, delay);
  assert.equal(plainLine(again, advance(polled, again), shown), undefined);
});
