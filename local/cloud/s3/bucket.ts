import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { stateFolder } from '../state-folder.ts';

/** The one bucket: a folder whose files are the objects. */
export type Bucket = {
  name: string;
  directory: string;
  onStored(key: string, bytes: number): void;
};

/** Makes the folders for what is under way. */
export function prepareBucket({ directory }: Bucket): void {
  mkdirSync(stateFolder(directory, 'incoming'), { recursive: true });
  mkdirSync(stateFolder(directory, 'uploads'), { recursive: true });
}

/** A name for bytes that are still arriving, on the same file system as the objects. */
export const incomingFile = ({ directory }: Bucket): string =>
  stateFolder(directory, 'incoming', randomUUID());
