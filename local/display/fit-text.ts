import { stripVTControlCharacters } from 'node:util';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Two cells wide: East Asian wide and full-width characters, and emoji. */
const WIDE =
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Bopomofo}\p{Script=Yi}\u3000-\u303e\u3099-\u30ff\u31f0-\u33ff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]|\ufe0f/u;

/** Half-width katakana and hangul; a voicing mark takes a cell of its own. */
const HALF_WIDTH = /^[\uff61-\uffdc]+$/;

/** Nothing to see: marks without a letter, format characters. */
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u;

/** How many cells of a terminal the text takes; colours take none. */
export function textWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return segments(stripVTControlCharacters(text)).reduce((sum, part) => sum + cells(part), 0);
}

/** The text in exactly so many cells: filled with blanks, or cut between letters with an ellipsis. */
export function fitText(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const fitted = textWidth(text) > width ? cut(text, width) : text;
  const blanks = ' '.repeat(Math.max(0, width - textWidth(fitted)));
  return align === 'left' ? `${fitted}${blanks}` : `${blanks}${fitted}`;
}

/**
 * Text from a server or a file as one harmless line: without what would move the cursor, colour
 * the terminal or turn the direction of the rest of the line.
 */
export const oneLine = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');

function cut(text: string, width: number): string {
  let kept = '';
  let left = width - 1;
  for (const part of segments(text)) {
    left -= cells(part);
    if (left < 0) break;
    kept += part;
  }
  return width > 0 ? `${kept}…` : '';
}

const segments = (text: string) => [...graphemes.segment(text)].map(({ segment }) => segment);

function cells(grapheme: string): number {
  if (INVISIBLE.test(grapheme)) return 0;
  if (HALF_WIDTH.test(grapheme)) return grapheme.length;
  return WIDE.test(grapheme) ? 2 : 1;
}
