import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { bar, renderTable } from '../../../local/display/render-table.ts';
import { after, at, batches } from './sample-events.ts';

const downloading = after(
  'ste',
  [0, { kind: 'state', state: 'Kick off' }],
  [2, { kind: 'polled', batches: batches(12), resourceCount: 1_234_567 }],
  [8, { kind: 'planned', files: 120, units: 12 }],
  [8, { kind: 'state', state: 'Download' }],
  [9, { kind: 'stored', files: 40, bytes: 18_200_000 }],
);
const preparing = after(
  'mte',
  [4, { kind: 'state', state: 'Poll' }],
  [5, { kind: 'polled', batches: batches(3), resourceCount: 34_567 }],
);
const published = after(
  '日本病院',
  [0, { kind: 'planned', files: 2200, units: 40 }],
  [7, { kind: 'published', files: 2200, bytes: 1_182_000_000, lines: 99_123_456 }],
);
const failed = after(
  'an-insurer-with-a-long-name',
  [-400, { kind: 'state', state: 'Poll' }],
  [5, { kind: 'failed', reason: 'ServerJobFailed: gave up\n\u001b[31mafter three batches of 12' }],
);
const skipped = after('ste-2', [6, { kind: 'skipped', runningExportId: 'exp-ste' }]);
const all = [downloading, preparing, published, failed, skipped];

const table = (width: number, progresses = all) =>
  renderTable(progresses, at(10), { width, colour: false }).split('\n');

test('a wide terminal shows every column, the exports side by side and a note below', () => {
  assert.deepEqual(table(120), [
    '  Source                       State                         Batches   Resources        Files        MB    MB/s  Elapsed',
    '⠋ ste                          Download   ━━━━━╸───────────    12/12   1,234,567       40/120      18.2     9.1    10.0s',
    '⠋ mte                          Poll       ━━━━╸────────────     3/12      34,567                                    6.0s',
    '✔ 日本病院                     published  ━━━━━━━━━━━━━━━━━           99,123,456  2,200/2,200   1,182.0   168.9     7.0s',
    '✖ an-insurer-with-a-long-name  failed     ─────────────────                                                       6m 45s',
    '  └ ServerJobFailed: gave up after three batches of 12',
    '○ ste-2                        skipped    ─────────────────                                                         0.0s',
    '  └ exp-ste is still running',
  ]);
});

test('at 80 cells the table omits resources and batches', () => {
  assert.deepEqual(table(80), [
    '  Source             State                      Files        MB    MB/s  Elapsed',
    '⠋ ste                Download   ━━╸─────       40/120      18.2     9.1    10.0s',
    '⠋ mte                Poll       ━━──────                                    6.0s',
    '✔ 日本病院           published  ━━━━━━━━  2,200/2,200   1,182.0   168.9     7.0s',
    '✖ an-insurer-with-…  failed     ────────                                  6m 45s',
    '  └ ServerJobFailed: gave up after three batches of 12',
    '○ ste-2              skipped    ────────                                    0.0s',
    '  └ exp-ste is still running',
  ]);
});

test('a narrow terminal keeps the source and the state', () => {
  assert.deepEqual(table(24), [
    '  Source       State    ',
    '⠋ ste          Download ',
    '⠋ mte          Poll     ',
    '✔ 日本病院     published',
    '✖ an-insurer…  failed   ',
    '  └ ServerJobFailed: ga…',
    '○ ste-2        skipped  ',
    '  └ exp-ste is still ru…',
  ]);
});

test('no line is wider than the terminal, whatever its width', () => {
  for (let width = 16; width <= 140; width++)
    for (const line of table(width)) assert.ok(stringWidth(line) <= width, `${width}: ${line}`);
});

test('a row keeps its columns in place as its numbers grow', () => {
  const [title] = table(80, [after('ste', [0, { kind: 'state', state: 'Kick off' }])]);
  assert.equal(table(80, [downloading])[0], title);
});

test('colours change nothing but the colour, and differ for success and failure', () => {
  const coloured = renderTable(all, at(10), { width: 100, colour: true });
  assert.equal(stripVTControlCharacters(coloured), table(100).join('\n'));
  assert.ok(coloured.includes('\u001b[32m✔\u001b[39m 日本病院'));
  assert.ok(coloured.includes('\u001b[34m━'), 'what the server prepares has its own colour');
  assert.ok(coloured.includes('\u001b[31m✖\u001b[39m an-insurer'));
  assert.ok(!table(100).join('').includes('\u001b'));
});

test('the time of an export that has ended no longer advances', () => {
  const later = renderTable([published], at(5000), { width: 80, colour: false });
  assert.equal(later, table(80, [published]).join('\n'));
});

test('a bar fills from the left by half cells and keeps its width', () => {
  assert.deepEqual(bar(0, 8), { full: '', rest: '────────' });
  assert.deepEqual(bar(0.25, 8), { full: '━━', rest: '──────' });
  assert.deepEqual(bar(0.32, 8), { full: '━━╸', rest: '─────' });
  assert.deepEqual(bar(1, 8), { full: '━━━━━━━━', rest: '' });
});
