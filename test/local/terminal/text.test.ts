import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elapsed, fitText, grouped, megabytes, oneLine } from '../../../local/terminal/text.ts';

/** The width of a text in cells: those of ten that are not blank. */
const cells = (text: string) => 10 - (fitText(text, 10).length - text.length);

test('East Asian characters and emoji take two cells, half-width ones one', () => {
  const texts = ['abc', '病院', '한국', 'ＡＢ', 'ｶﾞ', '𠮷', '😀', '👩‍👩‍👧', '❤️', '…', '━╸─'];
  assert.deepEqual(texts.map(cells), [3, 4, 4, 4, 2, 2, 2, 2, 2, 1, 3]);
});

test('combining marks, joiners and colours take no cell', () => {
  const texts = ['e\u0301', 'שָׁלוֹם', 'ส้ม', '\u200b', '\u001b[31mred\u001b[39m', ''];
  assert.deepEqual(texts.map(cells), [1, 4, 2, 0, 3, 0]);
});

test('short text is padded to the width, on the side that it is not aligned to', () => {
  assert.equal(fitText('病院', 6), '病院  ');
  assert.equal(fitText('病院', 6, 'right'), '  病院');
  assert.equal(fitText('exact', 5), 'exact');
});

test('long text is cut between characters, never within one', () => {
  assert.equal(fitText('sources', 5), 'sour…');
  assert.equal(fitText('日本病院', 6), '日本… ');
  assert.equal(fitText('Rene\u0301e', 5), 'Rene\u0301e');
  assert.equal(fitText('Rene\u0301es', 5), 'Rene\u0301…');
  assert.equal(fitText('𠮷野家', 4), '𠮷… ');
  assert.equal(fitText('abc', 1), '…');
  assert.equal(fitText('abc', 0), '');
});

test('untrusted text cannot move the cursor, add a line or change the direction', () => {
  assert.equal(oneLine('a\u001b[2Jb\r\nc\td\u202ee\u2028f\u0007'), 'ab c de f ');
});

test('a shorter time is more precise', () => {
  const times = [-5, 0, 940, 59_940, 59_960, 60_000, 125_000, 3_599_900, 3_600_000, 90_061_000];
  assert.deepEqual(times.map(elapsed), [
    '0.0s',
    '0.0s',
    '0.9s',
    '59.9s',
    '1m 00s',
    '1m 00s',
    '2m 05s',
    '59m 59s',
    '1h 00m',
    '25h 01m',
  ]);
});

test('a megabyte is a million bytes and has one decimal', () => {
  assert.deepEqual([0, 49_999, 18_200_000, 1_182_000_000].map(megabytes), [
    '0.0',
    '0.0',
    '18.2',
    '1,182.0',
  ]);
});

test('large numbers are grouped', () => {
  assert.deepEqual([999, 1_234_567, 12_345_678_901_234n, 1.25].map(grouped), [
    '999',
    '1,234,567',
    '12,345,678,901,234',
    '1.25',
  ]);
});
