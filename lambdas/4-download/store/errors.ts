import { FileNotNdjson, FileTruncated } from '../../runtime/errors.ts';

/**
 * Errors that only Download tells apart. To the state machine a subclass has the name of its base class.
 */

/** A file was truncated, and what has come is stored: the rest can be requested. */
export class ResumableTruncation extends FileTruncated {
  override name = 'FileTruncated';
}

/** The content is not the one that was stored in part: the file has to be restarted (D16). */
export class FileChanged extends FileTruncated {
  override name = 'FileTruncated';
}

/** The response is no file at all, such as a proxy's page: it says nothing about what is stored. */
export class UnexpectedContentType extends FileNotNdjson {
  override name = 'FileNotNdjson';
}

/** The call's time is nearly up in the middle of a file. No failure; it does not leave Download. */
export class TimeUp extends Error {
  override name = 'TimeUp';
}
