import type { CommitRecord } from '../lake/commit-records.ts';
import { exportKeys } from '../lake/keys.ts';
import {
  isLanded,
  isQuarantined,
  type Quarantined,
  quarantinedIn,
} from '../lake/receipt-records.ts';

/** An object in 1upHealth's words: where it is, and how much of what. */
type OutputFile = { type: string; file: string; count: number; bytes: number };

export type Output = {
  /** False where the server told of errors, or a file is quarantined: something may be missing. */
  complete: boolean;
  /** Every object, of which a file may have several; not there at all where they are too many for an answer. */
  output: OutputFile[];
  /** Files that have not landed, as a line of each is wrong; as all or none of them as the output. */
  quarantined: (Omit<Quarantined, 'key'> & { file: string })[];
  quarantinedFiles: number;
  /** Address of `commit.json`, which lists every file whatever their number. */
  outputUrl: string;
};

/** At up to 450 bytes an object the answer stays below Lambda's 6 MB. */
const MAX_LISTED = 10_000;

/**
 * The objects of a committed export. All or none: a caller who is handed a part of them would take it
 * for the whole.
 */
export function listOutput(
  { exportId, files, complete }: CommitRecord,
  bucket: string,
): Partial<Output> {
  const addressOf = (key: string) => `s3://${bucket}/${key}`;
  const outputUrl = addressOf(exportKeys(exportId).commit);
  const quarantinedFiles = files.filter(isQuarantined).length;
  const output = files
    .filter(isLanded)
    .flatMap(({ type, objects }) =>
      objects.map(({ key, lines, bytes }) => ({ type, file: addressOf(key), count: lines, bytes })),
    );
  if (output.length + quarantinedFiles > MAX_LISTED)
    return { complete, quarantinedFiles, outputUrl };
  const quarantined = quarantinedIn(files).map(({ key, ...file }) => ({
    file: addressOf(key),
    ...file,
  }));
  return { complete, output, quarantined, quarantinedFiles, outputUrl };
}
