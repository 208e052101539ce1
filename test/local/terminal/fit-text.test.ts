import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitText, oneLine } from '../../../local/terminal/fit-text.ts';

/** How many cells of a terminal the text takes: those of ten that are not blank. */
const cells = (text: string) => 10 - (fitText(text, 10).length - text.length);

test('East Asian characters and emoji take two cells, half-width ones one', () => {
  const texts = ['abc', '病院', '한국', 'ＡＢ', 'ｶﾞ', '𠮷', '😀', '👩‍👩‍👧', '❤️', '…', '━╸─'];
  assert.deepEqual(texts.map(cells), [3, 4, 4, 4, 2, 2, 2, 2, 2, 1, 3]);
});

test('combining marks, joiners and colours take no cell', () => {
  const texts = ['e\u0301', 'שָׁלוֹם', 'ส้ม', '\u200b', '\u001b[31mred\u001b[39m', ''];
  assert.deepEqual(texts.map(cells), [1, 4, 2, 0, 3, 0]);
});

test('short text is filled to the width, on the side that it is not aligned to', () => {
  assert.equal(fitText('病院', 6), '病院  ');
  assert.equal(fitText('病院', 6, 'right'), '  病院');
  assert.equal(fitText('exact', 5), 'exact');
});

test('long text is cut between letters, never within one', () => {
  assert.equal(fitText('sources', 5), 'sour…');
  assert.equal(fitText('日本病院', 6), '日本… ');
  assert.equal(fitText('Rene\u0301e', 5), 'Rene\u0301e');
  assert.equal(fitText('Rene\u0301es', 5), 'Rene\u0301…');
  assert.equal(fitText('𠮷野家', 4), '𠮷… ');
  assert.equal(fitText('abc', 1), '…');
  assert.equal(fitText('abc', 0), '');
});

test('text from outside cannot move the cursor, add a line or turn the direction', () => {
  assert.equal(oneLine('a\u001b[2Jb\r\nc\td\u202ee\u2028f\u0007'), 'ab c de f ');
});
