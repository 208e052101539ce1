/**
 * Orders strings by their UTF-8 bytes, as S3 orders keys. JavaScript's own order differs where
 * surrogates stand for characters above U+FFFF, which UTF-8 sorts last.
 */
export function compareUtf8(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let i = 0; i < length; i += 1) {
    const difference = rank(one.charCodeAt(i)) - rank(other.charCodeAt(i));
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

/** Moves the surrogates, U+D800 to U+DFFF, behind the rest of the code units. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
