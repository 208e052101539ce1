import { patient } from '../files.ts';

/** Content that line readers often get wrong (D11–D13); no byte of it may change. */

const PATIENT = patient('a');
const withText = (text: string) => PATIENT.replace('"a"', `"${text}"`);
/** A value that parsers do not keep as it was written. */
const withValue = (value: string) => PATIENT.replace('}', `,"v":${value}}`);

export const valid: [what: string, text: string, lines: number][] = [
  ['U+2028 and U+2029 in a string (D12)', `${withText('x\u2028y\u2029z')}\n${PATIENT}\n`, 2],
  ['a lone CR between two tokens (D12)', `${PATIENT.replace(',', ',\r')}\n${PATIENT}\n`, 2],
  ['CRLF (D12)', `${PATIENT}\r\n${PATIENT}\r\n`, 2],
  ['CRLF and LF, and blank lines of both (D12)', `${PATIENT}\r\n\r\n\n \n${PATIENT}\n\n`, 2],
  ['vertical tab, form feed and NEL in a string (D12)', `${withText('\u0085\\u000b\\f')}\n`, 1],
  ['a BOM (D11)', `\ufeff${PATIENT}\n`, 1],
  ['a BOM and nothing else (D11)', '\ufeff', 0],
  ['U+FEFF in a string (D11)', `${withText('\ufeff')}\n`, 1],
  ['no newline at the end (D3)', `${PATIENT}\n${PATIENT}`, 2],
  ['CR at the end (D3)', `${PATIENT}\n${PATIENT}\r`, 2],
  ['a decimal that ends with 0 (D13)', `${withValue('1.10')}\n`, 1],
  ['an integer that no double holds (D13)', `${withValue('12345678901234567890')}\n`, 1],
  ['an exponent that no double holds (D13)', `${withValue('1E400')}\n`, 1],
  ['a key twice (D13)', `${withValue('1,"v":2')}\n`, 1],
  ['the same character in two normal forms (D13)', `${withText('é e\u0301')}\n`, 1],
  ['unnecessary escapes (D13)', `${withText('\\u0061\\/')}\n`, 1],
  ['characters of four bytes (D13)', `${withText('😀'.repeat(100))}\n`, 1],
  ['the same resource twice (D23)', `${PATIENT}\n${PATIENT}\n`, 2],
];

const bytes = (...all: number[]) => Buffer.from(all);
const aroundIn = (inner: Buffer) =>
  Buffer.concat([Buffer.from(`${PATIENT}\n${PATIENT.slice(0, -2)}`), inner, Buffer.from('"}\n')]);

/** Each is invalid in its second line. */
export const refused: [what: string, content: Buffer, says: RegExp][] = [
  ['bytes that no character begins with (D13)', aroundIn(bytes(0xff, 0xfe)), /is not UTF-8/],
  ['a truncated character (D13)', aroundIn(bytes(0xc3)), /is not UTF-8/],
  ['half of a surrogate pair (D13)', aroundIn(bytes(0xed, 0xa0, 0x80)), /is not UTF-8/],
  ['an overlong encoding (D13)', aroundIn(bytes(0xc0, 0xaf)), /is not UTF-8/],
  ['Latin-1 (D13)', aroundIn(Buffer.from('é', 'latin1')), /is not UTF-8/],
  ['a second BOM (D11)', Buffer.from(`${PATIENT}\n\ufeff${PATIENT}\n`), /is not a JSON object/],
  [
    'half a line (D10)',
    Buffer.from(`${PATIENT}\n${PATIENT.slice(0, -9)}\n`),
    /is not a JSON object/,
  ],
  [
    'half a last line (D10)',
    Buffer.from(`${PATIENT}\n${PATIENT.slice(0, -9)}`),
    /is not a JSON object/,
  ],
  ['a list (D10)', Buffer.from(`${PATIENT}\n[${PATIENT}]\n`), /is not a JSON object/],
  ['another type (D10)', Buffer.from(`${PATIENT}\n{"resourceType":"Basic"}\n`), /is not a Patient/],
];
