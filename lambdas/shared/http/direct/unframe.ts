import { cutShort } from '../cut-short.ts';
import type { Framing } from './framing.ts';

/**
 * Gives the content among the next bytes of a body to `place`, which tells how many of them it took, and
 * returns what is left: behind the end of the body, or where `place` took none. Throws ConnectionFailed
 * where the framing is broken, and what `place` throws.
 */
export function unframe(
  bytes: Buffer,
  framing: Framing,
  place: (content: Buffer) => number,
): Buffer {
  let rest = bytes;
  while (rest.length > 0 && !framing.isWhole()) {
    const content = rest.subarray(0, framing.content());
    const taken = content.length > 0 ? place(content) : frame(rest, framing);
    if (taken === 0) break;
    if (content.length > 0) framing.passed(taken);
    rest = rest.subarray(taken);
  }
  return rest;
}

function frame(bytes: Buffer, framing: Framing): number {
  try {
    return framing.frame(bytes);
  } catch (cause) {
    throw cutShort(cause);
  }
}
