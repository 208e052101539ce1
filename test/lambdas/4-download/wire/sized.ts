import { createCipheriv } from 'node:crypto';

const LINE_BYTES = 1000;
const BEGIN = '{"resourceType":"Patient","id":"';
const END = '"}\n';
const SHORTEST_BYTES = BEGIN.length + END.length;

/** NDJSON of exactly that many bytes, which hardly shrinks; too few for a line are blank lines. */
export function sized(bytes: number): { content: Buffer; lines: number } {
  if (bytes < SHORTEST_BYTES) return { content: Buffer.alloc(bytes, '\n'), lines: 0 };
  const lines = Math.max(1, Math.floor(bytes / LINE_BYTES));
  const noise = noiseOf(bytes);
  const content = Buffer.allocUnsafe(bytes);
  for (let line = 0, at = 0; line < lines; line += 1) {
    const end = line === lines - 1 ? bytes : at + LINE_BYTES;
    content.write(BEGIN, at);
    noise.copy(content, at + BEGIN.length, at, end - SHORTEST_BYTES);
    content.write(END, end - END.length);
    at = end;
  }
  return { content, lines };
}

/** Letters and digits, the same each time, of which no two thousand bytes are alike. */
function noiseOf(bytes: number): Buffer {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16));
  return Buffer.from(cipher.update(Buffer.alloc(bytes)).toString('base64'));
}
