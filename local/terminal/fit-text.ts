import { stripVTControlCharacters } from 'node:util';
import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';

/** The text in exactly so many cells: filled with blanks, or cut between letters with an ellipsis. */
export function fitText(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const fitted = cliTruncate(text, width);
  const blanks = ' '.repeat(width - stringWidth(fitted));
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
