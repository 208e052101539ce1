/**
 * CRC-32C's inner loop in WebAssembly. V8 has no CRC instructions, and tables look up every byte. But the
 * Castagnoli polynomial divides x^209 + x^144 + x^54 + x^39 + x^14 + 1 (found by search; a test proves
 * it), and so it divides that sum in x^(2^k). Adding a unit of the message to the units 65, 155, 170, 195
 * and 209 later removes the unit and does not change the CRC: five XORs for 16 bytes, and only the end is
 * left for the table. The idea is that of "Chorba: A novel CRC32 implementation" (arXiv, 2024).
 */

/** How many units later a unit is added; the last one is how many units remain. */
export const DISTANCES = [65, 155, 170, 195, 209];
const REACH = 209;
const VECTOR_BYTES = 16;

/**
 * Folds the bytes of the memory up to `end` onto the last `reach(unitBytes)` of them. The first is that
 * far after `at`; between are zeros.
 */
export type Fold = (at: number, end: number) => void;

export const reach = (unitBytes: number): number => REACH * unitBytes;

// From WebAssembly's binary format (version 1, with the vector instructions of 2.0).
const I32 = 0x7f;
const EMPTY = 0x40;
const AT = [0x20, 0];
const END = [0x20, 1];
const SET_AT = [0x21, 0];
const ADD = 0x6a;
const SUBTRACT = 0x6b;
const IS_GREATER = 0x4a;
const STOP = 0x0b;

/** The instructions that load, add and store so many bytes. */
const WIDTHS = [
  { bytes: VECTOR_BYTES, load: [0xfd, 0x00], xor: [0xfd, 0x51], store: [0xfd, 0x0b] },
  { bytes: 1, load: [0x2d], xor: [0x73], store: [0x3a] },
];
type Width = (typeof WIDTHS)[number];

const unsigned = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
/** Of a non-negative number. */
const constant = (value: number): number[] => {
  const bytes = unsigned(value);
  // The sign is the second bit of the last byte.
  const last = bytes.at(-1) ?? 0;
  return [0x41, ...(last & 0x40 ? [...bytes.slice(0, -1), last | 0x80, 0] : bytes)];
};
const sized = (bytes: number[]): number[] => joined(unsigned(bytes.length), bytes);
/** `concat`, since this runs at every cold start: `flat` and spreading take twice the time. */
const joined = (...parts: number[][]): number[] => ([] as number[]).concat(...parts);
const list = (items: number[][]): number[] => joined(unsigned(items.length), ...items);
const name = (text: string): number[] => sized([...Buffer.from(text)]);
const section = (id: number, bytes: number[]): number[] => [id, ...sized(bytes)];

/** Adds to the bytes at `at` + reach those that are `distances` units before. */
function step(distances: number[], unitBytes: number, { load, xor, store }: Width): number[] {
  const from = (distance: number) =>
    joined(AT, load, [0], unsigned((REACH - distance) * unitBytes));
  const added = distances.map((distance) => joined(from(distance), xor));
  return joined(AT, from(0), ...added, store, [0], unsigned(reach(unitBytes)));
}

/** While there is room for a step, `bytesLeft` before `end`. */
function loop(bytesLeft: number, width: Width, body: number[]): number[] {
  const next = joined(AT, constant(width.bytes), [ADD]);
  const isOver = joined(next, END, constant(bytesLeft), [SUBTRACT, IS_GREATER, 0x0d, 1]);
  const again = joined(next, SET_AT, [0x0c, 0]);
  return joined([0x02, EMPTY, 0x03, EMPTY], isOver, body, again, [STOP, STOP]);
}

/** The last units are not removed: the nearer the end, the fewer are added. */
function fold(unitBytes: number): number[] {
  const widths = WIDTHS.filter(({ bytes }) => bytes === VECTOR_BYTES || unitBytes < VECTOR_BYTES);
  const loops = DISTANCES.map((distance, i) => {
    const bytesLeft = reach(unitBytes) + (REACH - distance) * unitBytes;
    const added = DISTANCES.slice(i);
    return widths.map((width) => loop(bytesLeft, width, step(added, unitBytes, width)));
  });
  return sized(joined([0], ...loops.map((each) => joined(...each)), [STOP]));
}

/** A module that imports `memory.of`, of so many pages, and exports a Fold for each unit size. */
export function foldModule(
  units: Readonly<Record<string, number>>,
  pages: number,
): Uint8Array<ArrayBuffer> {
  const exported = Object.keys(units).map((unit, i) => [...name(unit), 0, i]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list([[0x60, ...list([[I32], [I32]]), 0]])),
    ...section(2, list([[...name('memory'), ...name('of'), 2, 0, pages]])),
    ...section(3, list(exported.map(() => [0]))),
    ...section(7, list(exported)),
    ...section(10, list(Object.values(units).map(fold))),
  ]);
}
