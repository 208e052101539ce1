import { FileTruncated } from '../../runtime/errors.ts';

/** What comes is not what was stored of the file: it has to be begun again (D16). */
export class FileChanged extends FileTruncated {
  // Whoever does not look for it sees a file that has to be fetched again.
  override name = 'FileTruncated';
}
