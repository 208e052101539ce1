import { FileNotNdjson, FileTruncated } from '../../runtime/errors.ts';

/** A call's time is nearly up, in the middle of a file; no failure, and nobody outside of Download sees it. */
export class TimeUp extends Error {
  override name = 'TimeUp';
}

/** A file was cut short, and what had come of it is stored: its rest is to be asked for (D1). */
export class FileCut extends FileTruncated {
  // Whoever does not look for it sees a file that has to be fetched again.
  override name = 'FileTruncated';
}

/** What comes is not what was stored of the file: it has to be begun again (D16). */
export class FileChanged extends FileTruncated {
  // Whoever does not look for it sees a file that has to be fetched again.
  override name = 'FileTruncated';
}

/** What answers is no file at all, such as a proxy's page: it tells nothing of what is stored (D8). */
export class OtherAnswer extends FileNotNdjson {
  // Whoever does not look for it sees what is no NDJSON.
  override name = 'FileNotNdjson';
}
