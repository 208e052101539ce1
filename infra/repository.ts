import { fileURLToPath } from 'node:url';

/** Absolute path of a file of this repository, whatever the working directory is. */
export const inRepository = (path: string): string =>
  fileURLToPath(new URL(`../${path}`, import.meta.url));
