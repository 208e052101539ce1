import { stripVTControlCharacters, styleText } from 'node:util';
import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';

/** The text in exactly `width` cells: padded with spaces, or cut between characters with an ellipsis. */
export function fitText(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const fitted = cliTruncate(text, width);
  const blanks = ' '.repeat(width - stringWidth(fitted));
  return align === 'left' ? `${fitted}${blanks}` : `${blanks}${fitted}`;
}

/**
 * Text from a server or a file as one safe line: without characters that move the cursor, colour the
 * terminal or change the direction of the rest of the line.
 */
export const oneLine = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');

const oneDigit = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const groups = new Intl.NumberFormat('en-US');

/** `18.2`: megabytes of a million bytes. */
export const megabytes = (bytes: number): string => oneDigit.format(bytes / 1e6);

/** `1,234,567` */
export const grouped = (amount: number | bigint): string => groups.format(amount);

/** `12.3s`, `4m 05s` or `3h 07m`. */
export function elapsed(milliseconds: number): string {
  const tenths = Math.round(Math.max(0, milliseconds) / 100);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)}s`;
  const minutes = Math.floor(tenths / 600);
  if (minutes < 60) return `${minutes}m ${two((tenths / 10) % 60)}s`;
  return `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
}

const two = (amount: number) => String(Math.floor(amount)).padStart(2, '0');

/** Colours a text, or gives it unchanged. */
export type Paint = (format: Parameters<typeof styleText>[0], text: string) => string;

/** `colour` comes from the stream, which reads `NO_COLOR` and `TERM`. */
export const paintFor = (colour: boolean): Paint =>
  colour
    ? (format, text) => (text === '' ? '' : styleText(format, text, { validateStream: false }))
    : (_, text) => text;
