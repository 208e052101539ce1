import { chunkedFraming } from './chunked-framing.ts';
import { type Framing, tooLong } from './framing.ts';
import type { Head } from './head.ts';

/** How the body behind a head ends. Throws where that is no way we know. */
export function framingOf({ version, status, headers }: Head): Framing {
  const coding = headers['transfer-encoding'];
  const length = headers['content-length'];
  if (coding !== undefined && (version === '1.0' || coding.toLowerCase() !== 'chunked'))
    throw new Error('the transfer coding is not chunked');
  if (status === 204 || status === 304) return lengthFraming(0);
  if (coding !== undefined) return chunkedFraming();
  return length === undefined ? openFraming() : lengthFraming(Number(length));
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
