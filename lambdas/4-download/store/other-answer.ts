import { FileNotNdjson } from '../../runtime/errors.ts';

/** What answers is no file at all, such as a proxy's page: it tells nothing of what is stored (D8). */
export class OtherAnswer extends FileNotNdjson {
  // Whoever does not look for it sees what is no NDJSON.
  override name = 'FileNotNdjson';
}
