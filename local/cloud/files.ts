import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Whether this is an error of the file system with one of these codes, such as `ENOENT`. */
export function isFileError(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code);
}

/** The text of a file; undefined if it does not exist. */
export function readIfExists(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isFileError(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** Replaces a file in one step, readable by this user only. */
export function writeAtomically(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

const NAME = '.sluice';

/** A path below the folder of the bucket's folder that has everything that is not an object. */
export const stateFolder = (directory: string, ...names: string[]): string =>
  join(directory, NAME, ...names);

/**
 * Whether the first segment of a key names the state folder, also on file systems that ignore case or
 * fold compatibility forms of letters.
 */
export const isStateFolder = (segment: string): boolean =>
  segment.startsWith('.') && segment.normalize('NFKC').toLowerCase() === NAME;
