import * as z from 'zod';

/** An export's id: the name of its execution. */
export const ExportId = z.string().regex(/^[A-Za-z0-9-_]{1,80}$/, 'an export id');

/** Six digits of base 36 set two exports of one second apart. */
const DIGITS = 6;

/**
 * The id of a new export, which becomes its execution's name and part of its keys:
 * `<source>-<UTC time>-<random>`. `random` is a number from 0 up to, and without, 1.
 */
export function newExportId(source: string, now: Date, random: number): string {
  const time = `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const suffix = Math.floor(random * 36 ** DIGITS).toString(36);
  return `${source}-${time}-${suffix.padStart(DIGITS, '0')}`;
}
