import type { Utf8 } from './utf8.ts';

const CHUNK_BYTES = 64 * 1024;

/** Lines as NDJSON, cut between lines into chunks of 64 KiB or little more. */
export function* chunked(lines: Iterable<Utf8>): Iterable<Buffer> {
  let chunk = '';
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK_BYTES) continue;
    yield Buffer.from(chunk, 'latin1');
    chunk = '';
  }
  if (chunk.length > 0) yield Buffer.from(chunk, 'latin1');
}
