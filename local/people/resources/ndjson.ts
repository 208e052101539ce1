/**
 * Text with one character for each byte of its UTF-8. Concatenated texts then stay one-byte strings in
 * every language, and become bytes by copying. With ordinary strings one Chinese name makes the whole
 * chunk a two-byte string, and writing takes three times as long.
 */
export type Utf8 = string;

/** Encodes a text. ASCII does not change, so plain strings can be concatenated with it. */
export const utf8 = (text: string): Utf8 => Buffer.from(text).toString('latin1');

/** Decodes a text. */
export const fromUtf8 = (bytes: Utf8): string => Buffer.from(bytes, 'latin1').toString();

const CHUNK_BYTES = 64 * 1024;

/** Text lines as chunks of NDJSON. */
export const ndjsonChunks = (lines: Iterable<string>): Iterable<Buffer> =>
  utf8Chunks(Iterator.from(lines).map(utf8));

/** Encoded lines as NDJSON, in chunks of whole lines that reach 64 KiB. */
export function* utf8Chunks(lines: Iterable<Utf8>): Iterable<Buffer> {
  let chunk = '';
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK_BYTES) continue;
    yield Buffer.from(chunk, 'latin1');
    chunk = '';
  }
  if (chunk.length > 0) yield Buffer.from(chunk, 'latin1');
}
