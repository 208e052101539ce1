import type { Framing } from './framing.ts';
import { parseHeader } from './head.ts';

/** Of one chunk's size with its extensions, and of all trailers: nothing of either is used. */
const MAX_LINE_BYTES = 16 * 1024;

const TOKEN = "[!#$%&'*+\\-.^_`|~0-9a-z]+";
const QUOTED = String.raw`"(?:[\t\x20\x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t\x20-\x7e\x80-\xff])*"`;
/** 2^48 bytes are enough for a chunk, and far from where numbers are no longer exact. */
const SIZE_LINE = new RegExp(`^([0-9a-f]{1,12})(?:;${TOKEN}(?:=(?:${TOKEN}|${QUOTED}))?)*$`, 'i');

const LF = 0x0a;
const LINE_END = '\r\n';

/**
 * The chunked transfer coding (RFC 9112 §7.1), strictly: a line ends with CR LF alone, since a reader
 * that takes LF for an end finds other chunks (request smuggling).
 */
export function chunkedFraming(): Framing {
  let expected: 'size' | 'end of chunk' | 'trailer' | 'nothing' = 'size';
  let left = 0;
  let line = '';
  let trailerBytes = 0;
  const take = {
    size(text: string) {
      const size = SIZE_LINE.exec(text)?.[1];
      if (size === undefined) throw new Error('a chunk has no size');
      left = Number.parseInt(size, 16);
      expected = left > 0 ? 'end of chunk' : 'trailer';
    },
    'end of chunk'(text: string) {
      if (text !== '') throw new Error('a chunk is longer than its size');
      expected = 'size';
    },
    trailer(text: string) {
      trailerBytes += text.length + LINE_END.length;
      if (trailerBytes > MAX_LINE_BYTES) throw new Error('the trailers are too long');
      if (text === '') expected = 'nothing';
      else parseHeader(text);
    },
    nothing() {},
  };
  return {
    content: () => left,
    passed(bytes) {
      left -= bytes;
    },
    frame(bytes) {
      const lineFeed = bytes.indexOf(LF);
      const part = lineFeed < 0 ? bytes : bytes.subarray(0, lineFeed + 1);
      line += part.toString('latin1');
      if (line.length > MAX_LINE_BYTES) throw new Error('a line between chunks is too long');
      if (lineFeed < 0) return part.length;
      if (!line.endsWith(LINE_END)) throw new Error('a line between chunks ends with LF alone');
      take[expected](line.slice(0, -LINE_END.length));
      line = '';
      return part.length;
    },
    isWhole: () => expected === 'nothing',
    endsWithConnection: false,
    endsWithContent: false,
  };
}
