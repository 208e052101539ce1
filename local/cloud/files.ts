import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Whether an error is the file system's, with one of these codes, such as `ENOENT`. */
export function isFileError(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code);
}

/** A file's text; undefined where there is no such file. */
export function readIfExists(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isFileError(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** Writes a file whole or not at all, readable by this user only, whatever it was before. */
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

/** Where everything lives that is not an object: below this folder of the bucket's folder. */
export const stateFolder = (directory: string, ...names: string[]): string =>
  join(directory, NAME, ...names);

/**
 * Whether the first segment of a key would reach into the state folder, also where the file system
 * folds case or compatibility forms of letters.
 */
export const isStateFolder = (segment: string): boolean =>
  segment.startsWith('.') && segment.normalize('NFKC').toLowerCase() === NAME;
