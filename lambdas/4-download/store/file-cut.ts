import { FileTruncated } from '../../runtime/errors.ts';

/** A file was cut short, and what had come of it is stored: its rest is to be asked for (D1). */
export class FileCut extends FileTruncated {
  // Whoever does not look for it sees a file that has to be fetched again.
  override name = 'FileTruncated';
}
