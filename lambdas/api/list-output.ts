import type { CommitRecord } from '../lake/commit-records.ts';
import { exportKeys } from '../lake/keys.ts';
import {
  isLanded,
  isQuarantined,
  type QuarantinedFile,
  quarantineSummary,
} from '../lake/receipt-records.ts';

/** An object in 1upHealth's words. */
type OutputFile = { type: string; file: string; count: number; bytes: number };

export type Output = {
  /** False if the server reported errors or a file is quarantined: something may be missing. */
  complete: boolean;
  /** All objects; a file may have several. Left out if they are too many for a response. */
  output: OutputFile[];
  /** Files that were not published, since each has an invalid line. Left out with the output. */
  quarantined: (Omit<QuarantinedFile, 'key'> & { file: string })[];
  quarantinedFiles: number;
  /** Address of `commit.json`, which always lists every file. */
  outputUrl: string;
};

/** At up to 450 bytes an object the response stays below Lambda's 6 MB. */
const MAX_LISTED = 10_000;

/** The objects of a committed export: all or none, since a caller could take a part for the whole. */
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
  const quarantined = quarantineSummary(files).map(({ key, ...file }) => ({
    file: addressOf(key),
    ...file,
  }));
  return { complete, output, quarantined, quarantinedFiles, outputUrl };
}
