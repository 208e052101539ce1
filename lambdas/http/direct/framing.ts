import { cutShort } from '../http.ts';
import { type Head, parseHeader } from './head.ts';

/** Tells the content of a body from its framing (RFC 9112 §6). */
export type Framing = {
  /** How many of the next bytes must be content; 0: framing follows, or nothing. */
  contentBytes(): number;
  /** `bytes` of content were read. Throws ConnectionFailed where that is more than there is. */
  consumed(bytes: number): void;
  /** Reads the framing that follows and returns its length. Throws where it is malformed. */
  readFrame(bytes: Buffer): number;
  isComplete(): boolean;
  /** Only the end of the connection ends the body: nothing proves that it is complete. */
  endsWithConnection: boolean;
  /** No framing follows the content: a read may bring bytes from behind the end. */
  endsWithContent: boolean;
};

/**
 * Passes the content among the next bytes of a body to `write`, which returns how many bytes it took.
 * Returns what is left: bytes behind the end of the body, or what `write` has no room for. Throws
 * ConnectionFailed where the framing is malformed, and what `write` throws.
 */
export function unframe(
  bytes: Buffer,
  framing: Framing,
  write: (content: Buffer) => number,
): Buffer {
  let rest = bytes;
  while (rest.length > 0 && !framing.isComplete()) {
    const content = rest.subarray(0, framing.contentBytes());
    const taken = content.length > 0 ? write(content) : readFrame(rest, framing);
    if (taken === 0) break;
    if (content.length > 0) framing.consumed(taken);
    rest = rest.subarray(taken);
  }
  return rest;
}

function readFrame(bytes: Buffer, framing: Framing): number {
  try {
    return framing.readFrame(bytes);
  } catch (cause) {
    throw cutShort(cause);
  }
}

/**
 * The error for bytes right behind the end: a server that counts characters instead of bytes sends a
 * Content-Length that is too short, and the end of the file would be missing.
 */
export const bytesBehindEnd = () => cutShort(new Error('the answer goes on behind its end'));

/** The framing of the body behind a head. Throws for a transfer coding other than chunked. */
export function framingOf({ version, status, headers }: Head): Framing {
  const coding = headers['transfer-encoding'];
  const length = headers['content-length'];
  if (coding !== undefined && (version === '1.0' || coding.toLowerCase() !== 'chunked'))
    throw new Error('the transfer coding is not chunked');
  if (status === 204 || status === 304) return lengthFraming(0);
  if (coding !== undefined) return chunkedFraming();
  return length === undefined ? framingUntilClosed() : lengthFraming(Number(length));
}

function lengthFraming(length: number): Framing {
  let left = length;
  return {
    contentBytes: () => left,
    consumed(bytes) {
      left -= bytes;
      if (left < 0) throw bytesBehindEnd();
    },
    readFrame: () => 0,
    isComplete: () => left === 0,
    endsWithConnection: false,
    endsWithContent: true,
  };
}

const framingUntilClosed = (): Framing => ({
  contentBytes: () => Number.POSITIVE_INFINITY,
  consumed() {},
  readFrame: () => 0,
  isComplete: () => false,
  endsWithConnection: true,
  endsWithContent: false,
});

/** Limit of a line with the size and extensions of a chunk, and of all trailers: neither is used. */
const MAX_LINE_BYTES = 16 * 1024;

const TOKEN = "[!#$%&'*+\\-.^_`|~0-9a-z]+";
const QUOTED = String.raw`"(?:[\t\x20\x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t\x20-\x7e\x80-\xff])*"`;
/** Twelve digits: 2^48 bytes are enough for a chunk, and every number up to there is exact. */
const SIZE_LINE = new RegExp(`^([0-9a-f]{1,12})(?:;${TOKEN}(?:=(?:${TOKEN}|${QUOTED}))?)*$`, 'i');

const LF = 0x0a;
const LINE_END = '\r\n';

/**
 * The chunked transfer coding (RFC 9112 §7.1). It is strict: a line ends with CR LF only, as a reader that
 * accepts LF alone finds other chunks (request smuggling).
 */
export function chunkedFraming(): Framing {
  let expected: 'size' | 'end of chunk' | 'trailer' | 'nothing' = 'size';
  let left = 0;
  let line = '';
  let trailerBytes = 0;
  const readLine = {
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
    contentBytes: () => left,
    consumed(bytes) {
      left -= bytes;
    },
    readFrame(bytes) {
      const lineFeed = bytes.indexOf(LF);
      const part = lineFeed < 0 ? bytes : bytes.subarray(0, lineFeed + 1);
      line += part.toString('latin1');
      if (line.length > MAX_LINE_BYTES) throw new Error('a line between chunks is too long');
      if (lineFeed < 0) return part.length;
      if (!line.endsWith(LINE_END)) throw new Error('a line between chunks ends with LF alone');
      readLine[expected](line.slice(0, -LINE_END.length));
      line = '';
      return part.length;
    },
    isComplete: () => expected === 'nothing',
    endsWithConnection: false,
    endsWithContent: false,
  };
}
