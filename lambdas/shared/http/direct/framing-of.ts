import { chunkedFraming } from './chunked-framing.ts';
import { type Framing, tooLong } from './framing.ts';
import type { Head } from './head.ts';

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
