import type { RawAnswer } from '../../../fakes/raw-server.ts';
import {
  answered,
  CHUNKED,
  chunk,
  inChunks,
  LAST_CHUNK,
  type Sent,
  type WireCase,
  withChunks,
  withLength,
} from './framed.ts';

/** Ambiguous or invalid lengths and chunks (RFC 9112 §6 and §7.1, request smuggling). */

const lengthOf = ({ bytes }: Sent) => `Content-Length: ${bytes.length}`;
const first = ({ bytes }: Sent) => bytes.subarray(0, 100);
const FLOOD = 'a=b;'.repeat(5_000).slice(0, -1);

/** Heads that are refused before the body is read. */
const heads: [string, (file: Sent) => string[]][] = [
  ['two lengths', (file) => [lengthOf(file), 'Content-Length: 5']],
  ['one length twice', (file) => [lengthOf(file), lengthOf(file)]],
  ['two lengths in one line', (file) => [`${lengthOf(file)}, ${file.bytes.length}`]],
  ['a length and chunks', (file) => [lengthOf(file), CHUNKED]],
  ['chunks and a length', (file) => [CHUNKED, lengthOf(file)]],
  ['a negative length', () => ['Content-Length: -1']],
  ['a length with a sign', (file) => [`Content-Length: +${file.bytes.length}`]],
  ['a hexadecimal length', (file) => [`Content-Length: 0x${file.bytes.length.toString(16)}`]],
  ['a length that is too large for a number', () => [`Content-Length: ${'9'.repeat(30)}`]],
  ['a length of two words', () => ['Content-Length: 1 0']],
  ['a length of no digits', () => ['Content-Length: all']],
];

/** Invalid chunks. */
const chunks: [string, (file: Sent) => (Buffer | string)[]][] = [
  ['of a negative size', (file) => [`-${chunk(first(file))}`]],
  ['of a size in another notation', (file) => [`0x${chunk(first(file))}`]],
  ['of a size that is too large for a number', () => [`${'f'.repeat(17)}\r\n`]],
  ['without a size', (file) => ['\r\n', first(file)]],
  ['with a space after its size', (file) => [chunk(first(file), ' ')]],
  ['longer than its size', (file) => ['a\r\n', first(file), '\r\n']],
  ['truncated', (file) => ['ffff\r\n', file.bytes]],
  ['whose size ends with LF alone', (file) => [inChunks(file), '0\n\n']],
  ['with a flood of extensions', (file) => [chunk(first(file), `;${FLOOD}`)]],
  ['with an extension that never ends', (file) => [`${first(file).length};${'a'.repeat(1 << 20)}`]],
  ['and trailers without end', (file) => [inChunks(file), '0\r\n', 'x: y\r\n'.repeat(50_000)]],
  ['and a trailer that is no header', (file) => [inChunks(file), '0\r\nx y\r\n\r\n']],
  ['and no empty line after the last', (file) => [inChunks(file), '0\r\n']],
];

/** Bytes after the end, which belong neither to the file nor to the next response. */
const trailing: [string, (file: Sent) => Buffer, string, WireCase['ends']][] = [
  ['after the last chunk', withChunks, 'GARBAGE', 'FileTruncated'],
  [
    'after the last chunk: another answer',
    withChunks,
    'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
    { standard: 'landed', direct: 'FileTruncated' },
  ],
];

const closed = (bytes: Buffer): RawAnswer => ({ bytes, ends: 'closed' });

export const lengthCases: WireCase[] = [
  ...heads.map(
    ([what, lines]): WireCase => ({
      what: `${what} (D1)`,
      answer: (file) => closed(answered(file, lines(file), file.bytes)),
      ends: 'ServerUnavailable',
    }),
  ),
  ...chunks.map(
    ([what, body]): WireCase => ({
      what: `a chunk ${what} (D1)`,
      answer: (file) => closed(answered(file, [CHUNKED], ...body(file))),
      ends: 'FileTruncated',
    }),
  ),
  ...trailing.map(
    ([what, body, rest, ends]): WireCase => ({
      what: `bytes ${what}`,
      answer: (file) => ({ bytes: Buffer.concat([body(file), Buffer.from(rest)]) }),
      ends,
    }),
  ),
  {
    what: 'a chunk that is shorter than its size, with framing in its content (D1)',
    only: 'gzip',
    answer: (file) => closed(answered(file, [CHUNKED], 'ff\r\n', first(file), '\r\n', LAST_CHUNK)),
    ends: 'FileTruncated',
  },
  {
    what: 'a body that is longer than its length, which ends at a line (D1)',
    only: 'identity',
    answer: (file) => ({ bytes: withLength(file, file.bytes.indexOf('\n') + 1) }),
    ends: 'FileTruncated',
  },
  {
    what: 'a body, and a length of 0 (D1)',
    answer: (file) => ({ bytes: withLength(file, 0) }),
    ends: 'FileTruncated',
  },
  {
    what: 'a body that is longer than its length (D1)',
    answer: (file) => ({ bytes: withLength(file, 100) }),
    ends: 'FileTruncated',
  },
];
