import { MAX_HEAD_BYTES } from '../http-limits.ts';
import { type Head, parseHead } from './parse-head.ts';

const START = 'HTTP/1.';

/**
 * Takes the head from the bytes of an answer, past what 1xx sends before it; without `head` where more
 * bytes have to come. Throws where no head can come of them.
 */
export function takeHead(bytes: Buffer): { head?: Head; rest: Buffer } {
  const end = bytes.indexOf('\r\n\r\n');
  if ((end < 0 ? bytes.length : end) > MAX_HEAD_BYTES) throw new Error('the head is too long');
  if (end < 0) {
    refuseOther(bytes);
    return { rest: bytes };
  }
  const head = parseHead(bytes.toString('latin1', 0, end));
  const rest = bytes.subarray(end + 4);
  if (head.status === 101) throw new Error('the answer changes the protocol');
  return head.status < 200 ? takeHead(rest) : { head, rest };
}

/** What is not HTTP would never come to the end of a head. */
function refuseOther(bytes: Buffer) {
  const isOther = !START.startsWith(bytes.toString('latin1', 0, START.length));
  if (isOther || /(^|[^\r])\n/.test(bytes.toString('latin1')))
    throw new Error('the answer is not HTTP');
}
