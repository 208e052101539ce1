import type { Population, Slice } from '../../../people/population.ts';
import { bytesOfLines } from '../holdings/narrowed.ts';
import type { Hl7Order } from '../kick-off/order.ts';
import { type Block, blocksOf, linesOfBlock } from './blocks.ts';
import { type JobFile, jobFile } from './job-file.ts';

type Piece = { patient: string; slice: Slice; continues: boolean };

/** The files of an export that is organized by Patient: blocks, of which only one too large for a file is split. */
export const organizedFiles = (
  order: Hl7Order,
  holdings: Population,
  linesPerFile: number,
): JobFile[] =>
  packed(blocksOf(order, holdings), linesPerFile).map((pieces) =>
    jobFile({
      type: undefined,
      count: linesIn(pieces),
      continues: pieces.at(-1)?.continues ?? false,
      severities: [],
      content: () =>
        bytesOfLines(pieces.values().flatMap((piece) => linesOfBlock(piece, order, holdings))),
    }),
  );

/** Pieces of blocks, by file: as many whole blocks as fit. */
export function packed(blocks: readonly Block[], linesPerFile: number): Piece[][] {
  const files: Piece[][] = [];
  for (const piece of blocks.flatMap((block) => split(block, linesPerFile))) {
    const open = files.at(-1);
    if (open && linesIn(open) + linesOf(piece) <= linesPerFile) open.push(piece);
    else files.push([piece]);
  }
  return files;
}

const split = ({ patient, count }: Block, linesPerFile: number): Piece[] =>
  Array.from({ length: Math.ceil(count / linesPerFile) }, (_, nth) => {
    const slice = { from: nth * linesPerFile, to: Math.min(count, (nth + 1) * linesPerFile) };
    return { patient, slice, continues: slice.to < count };
  });

const linesOf = ({ slice }: Piece): number => slice.to - slice.from;
const linesIn = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, piece) => sum + linesOf(piece), 0);
