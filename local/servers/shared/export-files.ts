import type { Population, Slice } from '../../people/population.ts';
import type { ExportOrder } from './export-order.ts';

/** A file of an export: a slice of one type's lines. */
export type ExportFile = { readonly type: string; readonly slice: Slice };

/** The files of an export, each of at most `linesPerFile` lines; types without data have none. */
export function exportFiles(
  { types, window }: ExportOrder,
  population: Population,
  linesPerFile: number,
): ExportFile[] {
  return types.flatMap((type) => {
    const count = population.count(type, window);
    return Array.from({ length: Math.ceil(count / linesPerFile) }, (_, nth) => ({
      type,
      slice: { from: nth * linesPerFile, to: Math.min(count, (nth + 1) * linesPerFile) },
    }));
  });
}

/** How many lines these files have. */
export const linesOf = (files: readonly ExportFile[]): number =>
  files.reduce((lines, { slice }) => lines + slice.to - slice.from, 0);
