/** Whether a line, of `lines` between `from` and `to`, begins so. */
export type Beginning = (lines: DataView, from: number, to: number) => boolean;

const WORD_BYTES = 4;

/**
 * With a text of at least four bytes. It is compared word by word, the last ones overlapping: by
 * bytes, or by `Buffer.compare`, it takes as long again as finding the lines.
 */
export function beginning(text: string): Beginning {
  const bytes = Buffer.from(text);
  const last = bytes.length - WORD_BYTES;
  const count = Math.ceil(bytes.length / WORD_BYTES);
  const offsets = Int32Array.from({ length: count }, (_, i) => Math.min(i * WORD_BYTES, last));
  const words = offsets.map((offset) => bytes.readInt32LE(offset));
  return (lines, from, to) => {
    if (to - from < bytes.length) return false;
    for (let i = 0; i < count; i += 1)
      if (lines.getInt32(from + (offsets[i] ?? 0), true) !== words[i]) return false;
    return true;
  };
}
