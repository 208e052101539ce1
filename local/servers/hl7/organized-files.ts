import type { Population, Slice } from '../../people/population.ts';
import { type JobFile, jobFile } from './job-files.ts';
import type { Hl7KickOffRequest } from './kick-off-request.ts';
import { ndjsonChunks, sliceOf } from './resource-filter.ts';

type Piece = { patient: string; slice: Slice; continues: boolean };

/** The files of an export that is organized by Patient: blocks, of which only one too large for a file is split. */
export const organizedFiles = (
  order: Hl7KickOffRequest,
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
        ndjsonChunks(pieces.values().flatMap((piece) => linesOfBlock(piece, order, holdings))),
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

/** A patient's block: the header, the patient, and what is in the patient's compartment. */
type Block = { readonly patient: string; readonly count: number };

/** The blocks of an export, in the order of its patients; those without data have none. */
function blocksOf(order: Hl7KickOffRequest, holdings: Population): Block[] {
  const everybody = () => holdings.patientIds(Number.POSITIVE_INFINITY);
  return [...(order.window.patients ?? everybody())]
    .map((patient) => ({ patient, count: countOf(patient, order, holdings) }))
    .filter(({ count }) => count > 0);
}

/** A slice of a block, after its header (rule 38). */
function* linesOfBlock(
  { patient, slice }: { patient: string; slice: Slice },
  order: Hl7KickOffRequest,
  holdings: Population,
): Iterable<string> {
  const header = { name: 'header', valueReference: { reference: `Patient/${patient}` } };
  yield JSON.stringify({ resourceType: 'Parameters', parameter: [header] });
  yield* sliceOf(compartment(patient, order, holdings), slice);
}

function* compartment(
  patient: string,
  order: Hl7KickOffRequest,
  holdings: Population,
): Iterable<string> {
  for (const type of patientFirst(order.types)) yield* holdings.lines(type, of(patient, order));
}

const countOf = (patient: string, order: Hl7KickOffRequest, holdings: Population): number =>
  order.types.reduce((sum, type) => sum + holdings.count(type, of(patient, order)), 0);

const of = (patient: string, { window }: Hl7KickOffRequest) => ({
  ...window,
  patients: new Set([patient]),
});

const patientFirst = (types: readonly string[]): string[] =>
  types.toSorted((a, b) => Number(b === 'Patient') - Number(a === 'Patient'));
