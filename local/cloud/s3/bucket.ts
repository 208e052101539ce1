import { randomUUID } from 'node:crypto';
import { stateFolder } from '../state-folder.ts';

/** The one bucket: a folder whose files are the objects. */
export type Bucket = { name: string; directory: string };

/** A name for bytes that are still arriving, on the same file system as the objects. */
export const incomingFile = ({ directory }: Bucket): string =>
  stateFolder(directory, 'incoming', randomUUID());
