import type { LandedFile } from './export-result.ts';

/** What landed files add up to: their content, and the objects that it is stored as. */
export function totalsOf(files: readonly LandedFile[]) {
  const objects = files.flatMap((file) => file.objects);
  return {
    lines: sum(files.map(({ lines }) => lines)),
    bytes: sum(files.map(({ bytes }) => bytes)),
    objects: objects.length,
    storedBytes: sum(objects.map(({ bytes }) => bytes)),
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
