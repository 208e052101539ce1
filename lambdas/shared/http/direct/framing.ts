import { cutShort } from '../cut-short.ts';
import { chunkedFraming } from './chunked-framing.ts';
import type { Head } from './parse-head.ts';

/** Tells a body's content from what frames it (RFC 9112 §6). */
export type Framing = {
  /** How many of the next bytes are content for sure; 0: what comes next is framing, or nothing. */
  content(): number;
  /** So many bytes of content went by. Throws ConnectionFailed where there was less of it. */
  passed(bytes: number): void;
  /** Reads the framing that comes next and gives its length. Throws where it is none. */
  frame(bytes: Buffer): number;
  isWhole(): boolean;
  /** Only the end of the connection ends the body: nothing proves it whole (D2). */
  endsWithConnection: boolean;
  /** Nothing frames the end: bytes right behind the content say that its length is wrong (D1). */
  endsWithContent: boolean;
};

/**
 * How the body behind a head ends. Throws where the head contradicts itself: two readers would find two
 * ends (request smuggling, RFC 9112 §6.3).
 */
export function framingOf({ version, status, headers }: Head): Framing {
  const coding = headers['transfer-encoding'];
  const length = headers['content-length'];
  if (status === 204 || status === 304) return lengthFraming(0);
  if (coding === undefined && length === undefined) return openFraming();
  if (coding === undefined) return lengthFraming(lengthOf(length));
  if (length !== undefined) throw new Error('the answer has both a length and chunks');
  if (version === '1.0' || coding.toLowerCase() !== 'chunked')
    throw new Error('the transfer coding is not chunked');
  return chunkedFraming();
}

function lengthOf(length = ''): number {
  const bytes = Number(length);
  if (/^\d+$/.test(length) && Number.isSafeInteger(bytes)) return bytes;
  throw new Error('the Content-Length is no length');
}

function lengthFraming(length: number): Framing {
  let left = length;
  return {
    content: () => left,
    passed(bytes) {
      left -= bytes;
      if (left < 0) throw tooLong();
    },
    frame: () => 0,
    isWhole: () => left === 0,
    endsWithConnection: false,
    endsWithContent: true,
  };
}

const openFraming = (): Framing => ({
  content: () => Number.POSITIVE_INFINITY,
  passed() {},
  frame: () => 0,
  isWhole: () => false,
  endsWithConnection: true,
  endsWithContent: false,
});

/** A server that takes characters for bytes sends such, and the end of the file would be missing. */
export const tooLong = () => cutShort(new Error('the answer is longer than its Content-Length'));
