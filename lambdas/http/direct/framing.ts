import { cutShort } from '../http.ts';

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
  /** Nothing frames the end: what is read into a room may go on behind it (D1). */
  endsWithContent: boolean;
};

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

/**
 * Bytes right behind the end: a server that takes characters for bytes sends a Content-Length that is too
 * short, and the end of the file would be missing.
 */
export const tooLong = () => cutShort(new Error('the answer goes on behind its end'));
