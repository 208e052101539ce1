import type { Window } from '../../../people/chosen.ts';
import type { Population } from '../../../people/population.ts';
import { bytesOfLines, sliced } from '../holdings/narrowed.ts';
import type { DocumentsOptions } from '../options.ts';
import { documentReference, UPDATED } from './document-reference.ts';

const TYPE = 'DocumentReference';

/** A population with documents beside it, which are dealt out to its patients in turn (rule 47). */
export function withDocuments(
  population: Population,
  documents: DocumentsOptions | undefined,
  linkOf: (binaryId: string) => string,
): Population {
  if (!documents) return population;
  const patients = population.patientIds(documents.count);
  const patientOf = (nth: number) => patients[nth % patients.length] ?? '';
  const numbers = (window: Window) =>
    Array.from({ length: documents.count }, (_, nth) => nth).filter((nth) =>
      isIn(window, patientOf(nth)),
    );
  const lines = (window: Window): Iterable<string> =>
    numbers(window).map((nth) => JSON.stringify(documentReference(nth, patientOf(nth), linkOf)));
  return {
    ...population,
    types: [...population.types, TYPE],
    count: (type, window) =>
      type === TYPE ? numbers(window).length : population.count(type, window),
    lines: (type, window, slice) =>
      type === TYPE ? sliced(lines(window), slice) : population.lines(type, window, slice),
    ndjson: (type, window, slice) =>
      type === TYPE
        ? bytesOfLines(sliced(lines(window), slice))
        : population.ndjson(type, window, slice),
  };
}

const isIn = ({ since, until, patients }: Window, patient: string): boolean =>
  (patients === undefined || patients.has(patient)) &&
  UPDATED <= until &&
  (since === undefined || UPDATED > since);
