import { join } from 'node:path';

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
