import { patient } from '../files.ts';

/** Content that readers of lines trip over (D11–D13); none of it may be changed by a byte. */

const PATIENT = patient('a');
const withText = (text: string) => PATIENT.replace('"a"', `"${text}"`);
/** Something that no parser keeps as it was written. */
const withValue = (value: string) => PATIENT.replace('}', `,"v":${value}}`);

export const landing: [what: string, text: string, lines: number][] = [
  ['D12: U+2028 and U+2029 in a string', `${withText('x\u2028y\u2029z')}\n${PATIENT}\n`, 2],
  ['D12: a lone CR between two tokens', `${PATIENT.replace(',', ',\r')}\n${PATIENT}\n`, 2],
  ['D12: CRLF', `${PATIENT}\r\n${PATIENT}\r\n`, 2],
  ['D12: CRLF and LF, and blank lines of both', `${PATIENT}\r\n\r\n\n \n${PATIENT}\n\n`, 2],
  ['D12: vertical tab, form feed and NEL in a string', `${withText('\u0085\\u000b\\f')}\n`, 1],
  ['D11: a BOM', `\ufeff${PATIENT}\n`, 1],
  ['D11: a BOM and nothing else', '\ufeff', 0],
  ['D11: U+FEFF in a string', `${withText('\ufeff')}\n`, 1],
  ['D3: no newline at the end', `${PATIENT}\n${PATIENT}`, 2],
  ['D3: CR at the end', `${PATIENT}\n${PATIENT}\r`, 2],
  ['D13: a decimal that ends with 0', `${withValue('1.10')}\n`, 1],
  ['D13: an integer beyond what a double holds', `${withValue('12345678901234567890')}\n`, 1],
  ['D13: an exponent beyond all numbers', `${withValue('1E400')}\n`, 1],
  ['D13: a key twice', `${withValue('1,"v":2')}\n`, 1],
  ['D13: the same letter in two normal forms', `${withText('é e\u0301')}\n`, 1],
  ['D13: escapes that need not be', `${withText('\\u0061\\/')}\n`, 1],
  ['D13: letters of four bytes', `${withText('😀'.repeat(100))}\n`, 1],
  ['D23: the same resource twice', `${PATIENT}\n${PATIENT}\n`, 2],
];

const bytes = (...all: number[]) => Buffer.from(all);
const aroundIn = (inner: Buffer) =>
  Buffer.concat([Buffer.from(`${PATIENT}\n${PATIENT.slice(0, -2)}`), inner, Buffer.from('"}\n')]);

/** Each is wrong in its second line. */
export const refused: [what: string, content: Buffer, says: RegExp][] = [
  ['D13: bytes that no letter begins with', aroundIn(bytes(0xff, 0xfe)), /is not UTF-8/],
  ['D13: a letter that is cut', aroundIn(bytes(0xc3)), /is not UTF-8/],
  ['D13: half of a surrogate pair', aroundIn(bytes(0xed, 0xa0, 0x80)), /is not UTF-8/],
  ['D13: a letter in more bytes than it needs', aroundIn(bytes(0xc0, 0xaf)), /is not UTF-8/],
  ['D13: Latin-1', aroundIn(Buffer.from('é', 'latin1')), /is not UTF-8/],
  ['D11: a second BOM', Buffer.from(`${PATIENT}\n\ufeff${PATIENT}\n`), /is not a JSON object/],
  [
    'D10: half a line',
    Buffer.from(`${PATIENT}\n${PATIENT.slice(0, -9)}\n`),
    /is not a JSON object/,
  ],
  [
    'D10: half a last line',
    Buffer.from(`${PATIENT}\n${PATIENT.slice(0, -9)}`),
    /is not a JSON object/,
  ],
  ['D10: a list', Buffer.from(`${PATIENT}\n[${PATIENT}]\n`), /is not a JSON object/],
  ['D10: another type', Buffer.from(`${PATIENT}\n{"resourceType":"Basic"}\n`), /is not a Patient/],
];
