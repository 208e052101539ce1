import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printTable, type Row } from '../../../local/terminal/print-table.ts';

function printed(rows: Row[], terminal: { columns?: number; hasColors?(): boolean } = {}) {
  const written: string[] = [];
  printTable('Landed', rows, { ...terminal, write: (text) => written.push(text) });
  return written.join('');
}

const rows: Row[] = [
  { source: 'ste', condition: 'Diabetes mellitus type 2', files: 12_345n, mb: 1.25 },
  { source: '病院', condition: null, files: 1n, mb: 1200 },
];

test('columns are aligned, numbers to the right and grouped, NULL is blank', () => {
  assert.equal(
    printed(rows),
    [
      'Landed',
      'source  condition                  files     mb',
      '──────  ────────────────────────  ──────  ─────',
      'ste     Diabetes mellitus type 2  12,345   1.25',
      '病院                                   1  1,200',
      '',
      '',
    ].join('\n'),
  );
});

test('a narrow terminal cuts the widest text and no number', () => {
  assert.equal(
    printed(rows, { columns: 36 }),
    [
      'Landed',
      'source  condition       files     mb',
      '──────  ─────────────  ──────  ─────',
      'ste     Diabetes mel…  12,345   1.25',
      '病院                        1  1,200',
      '',
      '',
    ].join('\n'),
  );
});

test('a table without rows says so', () => {
  assert.equal(printed([]), 'Landed\nno rows\n\n');
});

test('lists and structs are shown as JSON, and text from the data cannot steer the terminal', () => {
  const lines = printed([{ name: [{ given: ['A', 'B'], rank: 1n }], text: 'a\u001b[2J\nb' }]);
  assert.match(lines, /^\[\{"given":\["A","B"\],"rank":"1"\}\] {2}a b$/m);
});

test('only a terminal with colours gets a bold title', () => {
  assert.ok(printed([], { hasColors: () => true }).startsWith('\u001b[1mLanded'));
  assert.ok(printed([], { hasColors: () => false }).startsWith('Landed'));
});
