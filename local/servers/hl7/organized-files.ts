import type { Population, Slice } from '../../people/population.ts';
import { ndjsonChunks } from '../../people/resources/ndjson.ts';
import { type JobFile, jobFile } from './jobs.ts';
import type { Hl7KickOffRequest } from './kick-off-request.ts';
import { sliceOf } from './resource-filter.ts';

/** A patient's block: a header, the Patient, and the resources of the patient's compartment. */
type Block = { readonly patient: string; readonly count: number };

/** A block, or a part of one that is too large for a file. */
type BlockPart = { patient: string; slice: Slice; continues: boolean };

/** The output files of an export that is organized by Patient. */
export const organizedFiles = (
  kickOff: Hl7KickOffRequest,
  population: Population,
  linesPerFile: number,
): JobFile[] =>
  packBlocks(blocksOf(kickOff, population), linesPerFile).map((parts) =>
    jobFile({
      type: undefined,
      count: totalLines(parts),
      continues: parts.at(-1)?.continues ?? false,
      severities: [],
      content: () =>
        ndjsonChunks(parts.values().flatMap((part) => linesOf(part, kickOff, population))),
    }),
  );

/** Packs as many whole blocks into a file as fit; only a block that is too large for a file is split. */
export function packBlocks(blocks: readonly Block[], linesPerFile: number): BlockPart[][] {
  const files: BlockPart[][] = [];
  for (const part of blocks.flatMap((block) => split(block, linesPerFile))) {
    const last = files.at(-1);
    if (last && totalLines([...last, part]) <= linesPerFile) last.push(part);
    else files.push([part]);
  }
  return files;
}

const split = ({ patient, count }: Block, linesPerFile: number): BlockPart[] =>
  Array.from({ length: Math.ceil(count / linesPerFile) }, (_, nth) => {
    const slice = { from: nth * linesPerFile, to: Math.min(count, (nth + 1) * linesPerFile) };
    return { patient, slice, continues: slice.to < count };
  });

const totalLines = (parts: readonly BlockPart[]): number =>
  parts.reduce((sum, { slice }) => sum + slice.to - slice.from, 0);

/** The blocks of an export, in the order of its patients; those without data have none. */
function blocksOf(kickOff: Hl7KickOffRequest, population: Population): Block[] {
  const all = () => population.patientIds(Number.POSITIVE_INFINITY);
  return [...(kickOff.window.patients ?? all())]
    .map((patient) => ({ patient, count: countOf(patient, kickOff, population) }))
    .filter(({ count }) => count > 0);
}

/** The header of a block (rule 38), and the lines of its part. */
function* linesOf(
  { patient, slice }: BlockPart,
  kickOff: Hl7KickOffRequest,
  population: Population,
): Iterable<string> {
  const header = { name: 'header', valueReference: { reference: `Patient/${patient}` } };
  yield JSON.stringify({ resourceType: 'Parameters', parameter: [header] });
  yield* sliceOf(compartment(patient, kickOff, population), slice);
}

function* compartment(
  patient: string,
  { types, window }: Hl7KickOffRequest,
  population: Population,
): Iterable<string> {
  const patientFirst = types.toSorted((a, b) => Number(b === 'Patient') - Number(a === 'Patient'));
  for (const type of patientFirst) yield* population.lines(type, only(patient, window));
}

const countOf = (
  patient: string,
  { types, window }: Hl7KickOffRequest,
  population: Population,
): number => types.reduce((sum, type) => sum + population.count(type, only(patient, window)), 0);

const only = (patient: string, window: Hl7KickOffRequest['window']) => ({
  ...window,
  patients: new Set([patient]),
});
